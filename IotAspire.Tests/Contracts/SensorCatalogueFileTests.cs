using System.Text;
using IotAspire.Contracts.Catalogue;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Contracts;

public sealed class SensorCatalogueFileTests
{
    [Fact]
    public void The_shipped_catalogue_has_the_five_sensors()
    {
        var sensors = SensorCatalogueFile.Load(Repository.PathOf("sensors.json")).Sensors;

        Assert.Equal(["Main Entrance", "Kitchen", "Deposit", "Assembly Floor", "Offices"], sensors.Select(sensor => sensor.Description));
        Assert.All(sensors, sensor => Assert.Equal(("temperature", "°C", new SensorRange(0, 45)), (sensor.Type, sensor.Unit, sensor.Range)));
        Assert.All(sensors, sensor => Assert.Equal(TimeSpan.FromSeconds(1), sensor.Interval));
    }

    [Fact]
    public void The_older_spelling_is_read_and_ids_are_derived()
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
    public void An_interval_that_could_mean_something_else_is_refused(string interval) => Assert.Contains(
        "must be a time from 00:00:00.0010000 to 1.00:00:00, as \"00:00:01\"",
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
