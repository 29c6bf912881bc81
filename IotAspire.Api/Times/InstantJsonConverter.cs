using System.Text.Json;
using System.Text.Json.Serialization;

namespace IotAspire.Api.Times;

/// <summary>Instants in answers; see <see cref="InstantText"/>.</summary>
internal sealed class InstantJsonConverter : JsonConverter<DateTime>
{
    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        InstantText.TryParse(reader.GetString(), out var instant) ? instant : throw new JsonException($"must be {InstantText.Form}");

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
        writer.WriteStringValue(InstantText.Format(value));
}
