using CsCheck;

namespace IotAspire.Tests.Api;

/// <summary>Requests that somebody sends who means no good, or doesn't know better.</summary>
internal static class HostileRequests
{
    private static readonly string[] Paths =
    [
        "sensors", "sensors/kitchen-temperature", "sensors/%27%20OR%201=1--", "readings", "readings/latest", "aggregates", "catalogue", "catalogue/fields", "quality", "pipeline", "pipeline/deadLetters",
        "pipeline/deadLetters/1", "nothing", "readings/",
    ];

    private static readonly string[] Names =
    [
        "from", "to", "timeZone", "sensorId", "type", "unit", "text", "bbox", "near", "within", "format", "decimal", "limit", "cursor", "bucket", "maxPoints", "functions", "groupBy", "fill", "shape",
        "order", "minValue", "maxValue", "outOfRange", "late", "count", "events", "lastEventId", "reason", "FROM", "sensor", "$where", "",
    ];

    private static readonly string[] Usual =
    [
        "2026-11-23T12:00:00Z", "2026-11-24T00:00:00+01:00", "2026-11-23", "now", "-1h", "-24h", "now-7d", "Europe/Berlin", "Asia/Kolkata", "UTC", "kitchen-temperature", "offices-temperature",
        "temperature", "°C", "json", "ndjson", "csv", "excel", "xlsx", "comma", "point", "parquet", "arrow", "1", "100", "100000", "10s", "1m", "1h", "1d", "1mo", "auto", "avg,p99.9", "count", "sensor", "type", "place",
        "none", "null", "previous", "linear", "wide", "long", "asc", "desc", "true", "false", "0,0,100,100", "20,85", "MCBh.000000000000",
    ];

    private static readonly string[] Bad =
    [
        "0001-01-01", "9999-12-31", "0000-00-00", "2026-02-30", "1970-01-01", "3000-01-01", "2999-12-31T23:59:59.999999Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-11-23T24:00:00Z",
        "2026-11-23T12:00:60Z", "-999999999w", "-0s", "now-", "--1h", "+1h", "-99999999999999999999s", "٢٠٢٦-١١-٢٣", "' OR '1'='1", "1; DROP TABLE readings; --", "\" UNION SELECT * FROM api_keys #",
        "${jndi:ldap://x}", "<script>alert(1)</script>", "../../../../etc/passwd", "%s%n", "{0}", "\0", "a\r\nSet-Cookie: x=1", "\u202e", "💥", "\ud800", "NaN", "Infinity", "-Infinity", "1e400", "-1e308", "1e-400",
        "0x10", "1,000", "1.5", "-1", "0", "2147483648", "99999999999999999999", "p101", "p-1", "p99.9999", "avg,avg", ",", ",,,", "avg;drop", "Mars/Olympus", "Etc/GMT+12", "Africa/Monrovia", "Pacific/Apia",
        "AAAA.", "MjAw.x", "LTEgYQ.000000000000", "MzE1NTM3ODk3NTk5OTk5OTk5OSBraXRjaGVuLXRlbXBlcmF0dXJl.000000000000", "1,2,3", "a,b,c,d", "1e308,1e308,1e308,1e308", "null", "undefined", "[]", "{}", "TRUE", " ", "",
    ];

    private static readonly Gen<string> Long = Gen.Select(Gen.OneOfConst("a", "9", "kitchen-temperature,", "é", "avg,", "'"), Gen.Int[100, 3000], (text, count) => string.Concat(Enumerable.Repeat(text, count)));

    private static readonly Gen<string> Value = Gen.Frequency(
        (6, Gen.OneOfConst(Usual)), (5, Gen.OneOfConst(Bad)), (1, Gen.String[0, 30]), (1, Long), (1, Gen.Select(Gen.OneOfConst(Usual), Gen.OneOfConst(Bad), (left, right) => left + right)));

    private static readonly Gen<string> Parameter = Gen.Select(Gen.Frequency((20, Gen.OneOfConst(Names)), (1, Gen.String[1, 10])), Value, (name, value) => $"{Escape(name)}={Escape(value)}");

    /// <summary>Every third has a right sensor and range, so that much of it gets to the database.</summary>
    public static readonly Gen<string> Any = Of(Gen.OneOfConst(Paths));

    /// <summary>Of live streams, which end when their reader does.</summary>
    public static readonly Gen<string> Live = Of(Gen.Const("live"));

    private static Gen<string> Of(Gen<string> paths) => Gen.Select(
        paths,
        Gen.OneOfConst("", "", "from=2026-11-23T12:00:00Z&to=2026-11-24T12:00:00Z", "sensorId=kitchen-temperature", "from=-30d", "from=1970-01-01&to=3000-01-01"),
        Parameter.Array[0, 5],
        (path, start, parameters) => $"/api/v1/{path}?{string.Join('&', parameters.Prepend(start).Where(text => text.Length > 0))}");

    // A lone surrogate can't be escaped; on the wire it would be bytes that aren't UTF-8.
    private static string Escape(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.Value == 0xFFFD ? "%ED%A0%80" : Uri.EscapeDataString(rune.ToString())));
}
