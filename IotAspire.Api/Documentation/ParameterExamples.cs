using System.Text.Json.Nodes;

namespace IotAspire.Api.Documentation;

/// <summary>A value for each parameter that has no list of values, such that they make a sensible question together.</summary>
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
        ["limit"] = 1000,
        ["maxPoints"] = 500,
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
