using System.Text.Json.Nodes;

namespace IotAspire.Api.Documentation;

/// <summary>Example values that make a sensible request together: "Try it out" sends all of them.</summary>
internal static class ParameterExamples
{
    private static readonly Dictionary<string, object> Values = new(StringComparer.Ordinal)
    {
        ["sensorId"] = "kitchen-temperature",
        ["type"] = "temperature",
        ["unit"] = "°C",
        ["text"] = "kitchen",
        ["bbox"] = "0,0,60,100",
        ["near"] = "20,85",
        ["within"] = 30.0,
        ["from"] = "-24h",
        ["to"] = "now",
        ["timeZone"] = "Europe/Berlin",
        ["id"] = 1,
        ["events"] = "readings,1m",
        ["limit"] = 1000,
        // maxPoints has none: it needs bucket=auto.
        ["bucket"] = "1h",
        ["functions"] = "avg,min,max",
        ["minValue"] = 15.0,
        ["maxValue"] = 30.0,
        ["count"] = true,
        ["late"] = false,
        ["ahead"] = false,
        ["outOfRange"] = false,
    };

    public static JsonNode? Of(string name) => Values.GetValueOrDefault(name) switch
    {
        string text => JsonValue.Create(text),
        double number => JsonValue.Create(number),
        int number => JsonValue.Create(number),
        bool flag => JsonValue.Create(flag),
        _ => null,
    };
}

/// <summary>The hour that examples of answers are about.</summary>
internal static class ExampleTimes
{
    public static readonly DateTime Start = new(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc);

    public static readonly DateTime End = Start.AddHours(1);

    public static readonly DateTime MeasuredAt = Start.AddSeconds(2).AddMicroseconds(123_456);
}
