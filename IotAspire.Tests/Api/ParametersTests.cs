using System.Net;
using IotAspire.Tests.Support;
using static IotAspire.Tests.Storage.Batches;

namespace IotAspire.Tests.Api;

public sealed class ParametersTests(MySqlServers servers, EmptyApi empty) : IClassFixture<EmptyApi>
{
    [Theory]
    [InlineData("readings?sensorId=,,", "sensorId", "separated by commas")]
    [InlineData("readings?type=,", "type", "must be types")]
    [InlineData("sensors?unit=%20,%20", "unit", "must be units")]
    [InlineData("sensors?text=kitchen&text=offices", "text", "more than once")]
    [InlineData("sensors?text=kitchen&TEXT=kitchen", "text", "more than once")]
    [InlineData("aggregates?fill=none&fill=null", "fill", "more than once")]
    [InlineData("readings?limit=1&limit=2", "limit", "more than once")]
    [InlineData("readings?bbox=0,0&bbox=9,9", "bbox", "more than once")]
    public async Task What_has_no_one_meaning_is_refused(string question, string name, string reason)
    {
        var api = empty.Api;

        var problem = await api.GetAsync($"/api/v1/{question}", HttpStatusCode.BadRequest);

        var error = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        Assert.Equal(name, error.GetProperty("name").GetString());
        Assert.Contains(reason, error.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_keys_are_refused_and_not_repeated()
    {
        var api = empty.Api;
        using var client = api.CreateClient();

        using var response = await client.GetAsync($"/api/v1/sensors?apiKey={RunningApi.Key}&apiKey={RunningApi.Key}", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("more than once", text, StringComparison.Ordinal);
        Assert.DoesNotContain(RunningApi.Key, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_may_come_in_parts()
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.StoreAsync(Reading(1, 20), Reading(1, 21) with { Reading = Reading(1, 21).Reading with { SensorId = "offices-temperature" } });

        var answer = await api.GetAsync("/api/v1/readings?sensorId=kitchen-temperature&sensorId=offices-temperature&from=2026-11-23T12:00:00Z&to=2026-11-23T13:00:00Z");

        Assert.Equal(2, answer.GetProperty("readings").GetArrayLength());
    }
}
