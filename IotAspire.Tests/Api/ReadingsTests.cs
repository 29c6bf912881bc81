using System.Net;
using System.Text.Json;
using IotAspire.LocalMySql;
using IotAspire.Tests.Support;
using static IotAspire.Tests.Storage.Batches;

namespace IotAspire.Tests.Api;

public sealed class ReadingsTests(MySqlServers servers)
{
    private const string Sensor = "kitchen-temperature";

    public static TheoryData<MySqlFlavor> Flavors => MySqlServers.Flavors;

    [Theory, MemberData(nameof(Flavors))]
    public async Task A_range_is_half_open_and_times_have_six_digits(MySqlFlavor flavor)
    {
        await using var api = await RunningApi.StartAsync(servers, flavor);
        await api.StoreAsync(Reading(0, 20), Reading(1.5, 21), Reading(2, 22));

        var answer = await api.GetAsync($"/api/v1/readings?sensorId={Sensor}&from=2026-11-23T12:00:00Z&to=2026-11-23T13:00:02%2B01:00");

        var readings = answer.GetProperty("readings").EnumerateArray().ToList();
        Assert.Equal([20, 21], readings.Select(reading => reading.GetProperty("value").GetDouble()));
        Assert.Equal("2026-11-23T12:00:01.500000Z", readings[1].GetProperty("measuredAt").GetString());
        Assert.Equal("°C", readings[1].GetProperty("unit").GetString());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task A_truncated_answer_leads_to_the_rest()
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.StoreAsync([.. Enumerable.Range(0, 7).Select(second => Reading(second, second))]);

        var values = new List<double>();
        var next = $"/api/v1/readings?sensorId={Sensor}&from=2026-11-23T12:00:00Z&to=2026-11-23T13:00:00Z&limit=3";
        for (var pages = 0; next is not null; pages++)
        {
            Assert.True(pages < 3, "more pages than rows need");
            var answer = await api.GetAsync(next);
            values.AddRange(answer.GetProperty("readings").EnumerateArray().Select(reading => reading.GetProperty("value").GetDouble()));
            next = answer.GetProperty("next").GetString();
        }

        Assert.Equal([0, 1, 2, 3, 4, 5, 6], values);
    }

    [Fact]
    public async Task Every_error_of_a_request_is_listed_with_what_is_allowed()
    {
        await using var api = await RunningApi.StartAsync(servers);

        var problem = await api.GetAsync("/api/v1/readings?limit=0&cursor=x!&sensorId=Kitchen!&from=2026-11-23T12:00:00Z&to=2026-11-23T12:00:00Z", HttpStatusCode.BadRequest);

        var errors = problem.GetProperty("errors").EnumerateArray().ToDictionary(error => error.GetProperty("name").GetString()!, error => error.GetProperty("reason").GetString()!);
        Assert.Equal(["cursor", "limit", "sensorId", "to"], errors.Keys.Order());
        Assert.Contains("1 to 100000", errors["limit"], StringComparison.Ordinal);
        Assert.Contains("[a-z0-9]", errors["sensorId"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("from=yesterday", "from", "RFC 3339")]
    [InlineData("from=2026-11-23T12:00:00", "from", "RFC 3339")]
    [InlineData("limit=many", "limit", "whole number")]
    [InlineData("minValue=21,5", "minValue", "as 21.5")]
    [InlineData("minValue=1&minValue=2", "minValue", "more than once")]
    [InlineData("near=1,2&within=1,5", "within", "as 21.5")]
    [InlineData("count=maybe", "count", "true or false")]
    [InlineData("from=", "from", "leave it out")]
    [InlineData("from=2999-01-01T00:00:00Z", "from", "before to")]
    [InlineData("sensor=kitchen", "sensor", "sensorId, type, unit")]
    public async Task A_parameter_that_cannot_be_read_or_is_unknown_is_named(string query, string name, string allowed)
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.StoreAsync(Reading(0, 20));

        var problem = await api.GetAsync($"/api/v1/readings?sensorId={Sensor}&{query}", HttpStatusCode.BadRequest);

        var error = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        Assert.Equal(name, error.GetProperty("name").GetString());
        Assert.Contains(allowed, error.GetProperty("reason").GetString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_sensor_that_is_not_there_is_404_with_problem_details()
    {
        await using var api = await RunningApi.StartAsync(servers);

        foreach (var path in new[] { "sensors/attic", "readings?sensorId=attic", "aggregates?sensorId=attic", "nothing-here" })
            await api.GetAsync($"/api/v1/{path}", HttpStatusCode.NotFound);
        await api.GetAsync("/healthz", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Latest_gives_each_sensors_newest_reading()
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.StoreAsync(Reading(0, 20), Reading(5, 21), Reading(3, 22), Reading(-90000, 1), Reading(1, 30, "offices-temperature"));

        var readings = (await api.GetAsync("/api/v1/readings/latest")).GetProperty("readings").EnumerateArray().ToList();

        Assert.Equal(
            [("kitchen-temperature", 21d, "2026-11-23T12:00:05.000000Z"), ("offices-temperature", 30d, "2026-11-23T12:00:01.000000Z")],
            readings.Select(reading => (reading.GetProperty("sensorId").GetString(), reading.GetProperty("value").GetDouble(), reading.GetProperty("measuredAt").GetString())));
    }
}
