using System.Globalization;
using System.Text.Json.Nodes;
using IotAspire.EventHubs.Emulator.Codec;

namespace IotAspire.EventHubs.Emulator.Http;

/// <summary>Shows AMQP values as JSON; types that JSON lacks become text.</summary>
internal static class AmqpJson
{
    // Beyond, JavaScript and most readers of JSON take the nearest number that a double holds.
    private const long LargestInteger = (1L << 53) - 1;
    private const long LatestMilliseconds = 253_402_300_799_999;
    private const long EarliestMilliseconds = -62_135_596_800_000;

    public static JsonNode? ToNode(object? value) => value switch
    {
        null => null,
        bool flag => flag,
        string text => text,
        double number => double.IsFinite(number) ? number : number.ToString(CultureInfo.InvariantCulture),
        float number => float.IsFinite(number) ? number : number.ToString(CultureInfo.InvariantCulture),
        long number when number is > LargestInteger or < -LargestInteger => number.ToString(CultureInfo.InvariantCulture),
        ulong number when number > LargestInteger => number.ToString(CultureInfo.InvariantCulture),
        byte or sbyte or short or ushort or int or uint or long or ulong => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        ReadOnlyMemory<byte> binary => Convert.ToBase64String(binary.Span),
        Timestamp time => ToNode(time),
        AmqpMap map => ToObject(map),
        AmqpList list => ToArray(list.Items),
        AmqpArray array => ToArray(array.Items),
        Described described => ToNode(described.Value),
        RawDecimal number => Convert.ToHexString(number.Bytes.AsSpan()),
        _ => value.ToString(),
    };

    private static JsonNode ToNode(Timestamp time) => time.Milliseconds is >= EarliestMilliseconds and <= LatestMilliseconds
        ? DateTimeOffset.FromUnixTimeMilliseconds(time.Milliseconds).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
        : time.Milliseconds;

    // The last of equal keys stays, as with most readers of JSON.
    private static JsonObject ToObject(AmqpMap map)
    {
        var node = new JsonObject();
        foreach (var (key, value) in map.Entries)
            node[ToNode(key)?.ToString() ?? "null"] = ToNode(value);
        return node;
    }

    private static JsonArray ToArray(IReadOnlyList<object?> items) => new([.. items.Select(ToNode)]);
}
