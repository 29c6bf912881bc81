using System.Text;
using System.Text.Json;
using IotAspire.Contracts.Catalogue;
using IotAspire.Tests.Support;
using Json.Schema;

namespace IotAspire.Tests.Contracts;

public sealed class SensorCatalogueFileTests
{
    private static readonly JsonSchema Schema = JsonSchema.FromFile(Repository.PathOf("sensors.schema.json"));

    [Fact]
    public void The_shipped_catalogue_has_the_five_sensors()
    {
        var sensors = SensorCatalogueFile.Load(Repository.PathOf("sensors.json")).Sensors;

        Assert.Equal(["Main Entrance", "Kitchen", "Deposit", "Assembly Floor", "Offices"], sensors.Select(sensor => sensor.Description));
        Assert.All(sensors, sensor => Assert.Equal(("temperature", "°C", new SensorRange(0, 45)), (sensor.Type, sensor.Unit, sensor.Range)), throwIfEmpty: true);
        Assert.All(sensors, sensor => Assert.Equal(TimeSpan.FromSeconds(1), sensor.Interval), throwIfEmpty: true);
    }

    [Fact]
    public void The_older_form_is_read_and_ids_are_derived()
    {
        var sensor = Assert.Single(Parse("""[{ "lat": 1.5, "lng": -2, "unit": "°C", "type": "temperature", "range": [0, 45], "description": "Main Entrance" }]"""));

        Assert.Equal(("main-entrance-temperature", 1.5, -2d), (sensor.SensorId, sensor.Latitude, sensor.Longitude));
    }

    [Fact]
    public void A_sensors_own_interval_wins_over_the_catalogues()
    {
        var sensors = Parse($$"""{ "interval": "00:00:05", "sensors": [ {{Sensor("a")}}, {{Sensor("b", "\"interval\": \"00:01:00\",")}}, ] /* comments are fine */ }""");

        Assert.Equal([TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1)], sensors.Select(sensor => sensor.Interval));
    }

    [Fact]
    public void A_range_too_wide_for_a_number_is_refused() => Assert.Contains(
        "is [-1e308, 1e308], so far apart",
        Message(ErrorsOf("""[{ "lat": 1, "lng": 1, "unit": "°C", "type": "temperature", "range": [-1e308, 1e308], "description": "Hall" }]"""), "[0].range"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("\"00:10\"")]
    [InlineData("10")]
    [InlineData("\"\\ud800\"")]
    // The table would make a millisecond of it.
    [InlineData("\"00:00:00.0015\"")]
    public void An_interval_that_could_mean_something_else_is_refused(string interval) => Assert.Contains(
        "must be a time from 00:00:00.0010000 to 1.00:00:00 in whole milliseconds, as \"00:00:01\"",
        Message(ErrorsOf($$"""{ "interval": {{interval}}, "sensors": [ {{Sensor("a")}} ] }"""), "interval"),
        StringComparison.Ordinal);

    [Fact]
    public void Every_error_is_reported_with_its_place()
    {
        var errors = ErrorsOf(
            """
            { "interval": "soon", "sensors": [
              { "sensorId": "a", "type": "temperature", "unit": "°C", "latitude": 91, "longitude": 5, "range": [45, 0], "description": "A" },
              { "sensorId": "a", "type": 5, "unit": "", "latitude": "north", "longitude": -181, "range": [1], "description": "B" },
              { "sensorId": "Kitchen!", "type": "temperature", "unit": "°C", "latitude": 1, "longitude": 1, "range": [0, 45], "description": "C", "interval": "-00:00:01" },
              { "type": "°", "unit": "°C", "latitude": 1, "longitude": 1, "range": [0, 45], "description": "°" },
              7
            ] }
            """);

        Assert.Equal(
            [
                "interval", "sensors[0].latitude", "sensors[0].range", "sensors[1].latitude", "sensors[1].longitude", "sensors[1].range", "sensors[1].sensorId",
                "sensors[1].type", "sensors[1].unit", "sensors[2].interval", "sensors[2].sensorId", "sensors[3].sensorId", "sensors[4]",
            ],
            errors.Select(error => error.Place).Order(StringComparer.Ordinal));
        Assert.Contains("the minimum must be below the maximum", Message(errors, "sensors[0].range"), StringComparison.Ordinal);
        Assert.Contains("from -90 to 90", Message(errors, "sensors[0].latitude"), StringComparison.Ordinal);
        Assert.Contains("already the id at sensors[0].sensorId", Message(errors, "sensors[1].sensorId"), StringComparison.Ordinal);
        Assert.Contains("must match [a-z0-9]", Message(errors, "sensors[2].sensorId"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("latitide", "1", "latitude")]
    [InlineData("SensorID", "\"b\"", "sensorId")]
    [InlineData("id", "\"b\"", "sensorId")]
    [InlineData("lon", "1", "longitude")]
    [InlineData("min", "1", "range")]
    [InlineData("intervall", "\"00:00:05\"", "interval")]
    public void A_property_that_is_misspelt_is_an_error_with_the_one_that_was_meant(string name, string value, string meant)
    {
        var error = Assert.Single(ErrorsOf($$"""{ "$schema": "x", "sensors": [ {{Sensor("a")}}, {{Sensor("b", $"\"{name}\": {value},")}} ] }"""));

        Assert.Equal($"sensors[1].{name}", error.Place);
        Assert.Equal($"isn't known here; allowed are sensorId, type, unit, latitude, longitude, range, description, interval. Did you mean \"{meant}\"?", error.Message);
    }

    [Fact]
    public void Unknown_properties_of_the_catalogue_itself_are_errors_too()
    {
        var errors = ErrorsOf($$"""{ "Interval": "00:00:05", "comment": "?", "sensors": [ {{Sensor("a", "\"$schema\": 1,")}} ] }""");

        Assert.Equal(["Interval", "comment", "sensors[0].$schema"], errors.Select(error => error.Place));
        Assert.EndsWith("allowed are $schema, interval, sensors. Did you mean \"interval\"?", errors[0].Message, StringComparison.Ordinal);
        Assert.EndsWith("allowed are $schema, interval, sensors.", errors[1].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"unit\": \"°F\",", "unit", "is given more than once; it has one value")]
    [InlineData("\"lat\": 2,", "latitude", "is given more than once, also as lat; it has one value")]
    public void What_is_given_twice_is_an_error(string more, string name, string message)
    {
        var error = Assert.Single(ErrorsOf($$"""{ "sensors": [ {{Sensor("a", more)}} ] }"""));

        Assert.Equal(($"sensors[0].{name}", message), (error.Place, error.Message));
    }

    public static TheoryData<string> Documents =>
    [
        $$"""{ "sensors": [ {{Sensor("a")}} ] }""",
        $$"""{ "$schema": "./sensors.schema.json", "interval": "00:00:05", "sensors": [ {{Sensor("a", "\"interval\": \"00:00:00.2500000\",")}} ] }""",
        $$"""{ "sensors": [ {{Sensor("a").Replace("latitude", "lat", StringComparison.Ordinal).Replace("longitude", "lng", StringComparison.Ordinal)}} ] }""",
        $$"""{ "sensors": [ {{Sensor("a", "\"interval\": \"00:00:00.0015\",")}} ] }""",
        $$"""{ "sensors": [ {{Sensor("a", "\"interval\": \"00:10\",")}} ] }""",
        $$"""{ "sensors": [ {{Sensor("a", "\"lat\": 1,")}} ] }""",
        $$"""{ "sensors": [ {{Sensor("a", "\"id\": \"b\",")}} ] }""",
        $$"""{ "sensors": [ {{Sensor("A")}} ] }""",
        $$"""{ "sensors": [ {{Sensor("a").Replace("[0, 45]", "[0]", StringComparison.Ordinal)}} ] }""",
        $$"""{ "sensors": [ {{Sensor("a").Replace("\"unit\"", "\"units\"", StringComparison.Ordinal)}} ] }""",
        $$"""{ "sensors": [ {{Sensor("a").Replace("\"latitude\": 1", "\"latitude\": 91", StringComparison.Ordinal)}} ] }""",
        $$"""{ "sensors": [ {{Sensor("a")}} ], "Sensors": [] }""",
        $$"""[ {{Sensor("a")}}, { "lat": 1, "lng": 2, "type": "temperature", "unit": "°C", "range": [0, 45], "description": "Hall" } ]""",
        $$"""[ {{Sensor("a", "\"lng\": 1,")}} ]""",
        """{ "sensors": [] }""",
        """[]""",
        """7""",
        """{ }""",
    ];

    [Theory, MemberData(nameof(Documents))]
    public void The_schema_and_the_reader_agree(string text)
    {
        var isValid = Schema.Evaluate(JsonElement.Parse(text)).IsValid;

        if (isValid)
            Assert.NotEmpty(Parse(text));
        else
            ErrorsOf(text);
    }

    [Fact]
    public void The_shipped_catalogue_is_as_the_schema_says() =>
        Assert.True(Schema.Evaluate(JsonElement.Parse(File.ReadAllText(Repository.PathOf("sensors.json")))).IsValid);

    [Theory]
    [InlineData("{ \"sensors\": [\n  { \"sensorId\": }", "line 2, column 17")]
    [InlineData("", "line 1, column 1")]
    [InlineData("{ \"sensors\": {} }", "sensors")]
    [InlineData("{ \"sensors\": [] }", "sensors")]
    [InlineData("\"text\"", "root")]
    [InlineData("""[{ "sensorId": "a", "type": "\ud800", "unit": "°C", "lat": 1, "lng": 1, "range": [0, 45], "description": "A" }]""", "[0].type")]
    public void What_is_no_catalogue_at_all_is_refused_with_its_place(string text, string place) => Assert.Equal(place, Assert.Single(ErrorsOf(text)).Place);

    [Fact]
    public void A_missing_file_is_named()
    {
        var exception = Assert.Throws<SensorCatalogueException>(() => SensorCatalogueFile.Load("no-such-sensors.json"));

        Assert.Contains("no-such-sensors.json", exception.Message, StringComparison.Ordinal);
    }

    private static string Sensor(string id, string more = "") =>
        $$"""{ "sensorId": "{{id}}", {{more}} "type": "temperature", "unit": "°C", "latitude": 1, "longitude": 1, "range": [0, 45], "description": "{{id}}" }""";

    private static IReadOnlyList<Sensor> Parse(string text) => SensorCatalogueFile.Parse(Encoding.UTF8.GetBytes(text), "test").Sensors;

    private static IReadOnlyList<CatalogueError> ErrorsOf(string text) => Assert.Throws<SensorCatalogueException>(() => Parse(text)).Errors;

    private static string Message(IEnumerable<CatalogueError> errors, string place) => errors.Single(error => error.Place == place).Message;
}
