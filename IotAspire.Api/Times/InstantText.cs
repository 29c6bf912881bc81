using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using FastEndpoints;
using IotAspire.Contracts.Readings;
using Microsoft.Extensions.Primitives;

namespace IotAspire.Api.Times;

/// <summary>How instants are written: RFC 3339 in, as in events; UTC, six digits and <c>Z</c> out, so that text sorts as time does.</summary>
internal static class InstantText
{
    public const string Form = "an RFC 3339 time with Z or an offset, such as 2026-11-23T18:12:00Z (in a URL, encode + as %2B)";
    private const int MaxLength = 256;

    public static string Format(DateTime instant)
    {
        Span<byte> text = stackalloc byte[Rfc3339.Length + 1];
        return Encoding.ASCII.GetString(text[..Rfc3339.Write(instant, text)]);
    }

    /// <summary>The instant in UTC; digits below a microsecond are cut off.</summary>
    public static bool TryParse(string? text, out DateTime instant)
    {
        instant = default;
        // What isn't ASCII becomes a question mark, which no instant has.
        return text?.Length <= MaxLength && Rfc3339.TryParse(Encoding.ASCII.GetBytes(text), out instant);
    }

    public static ParseResult Parse(StringValues text) => new(TryParse(text, out var instant), instant);
}

/// <summary>Instants in answers that are objects.</summary>
internal sealed class InstantJsonConverter : JsonConverter<DateTime>
{
    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        InstantText.TryParse(reader.GetString(), out var instant) ? instant : throw new JsonException($"must be {InstantText.Form}");

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
        writer.WriteStringValue(InstantText.Format(value));
}
