using System.Text.Json;
using IotAspire.Contracts.Catalogue;
using IotAspire.LocalMySql;
using IotAspire.Storage.Ingest;
using IotAspire.Storage.Model;
using IotAspire.Tests.Storage;
using IotAspire.Tests.Support;
using static IotAspire.Tests.Storage.Batches;

namespace IotAspire.Tests.Api;

/// <summary>Sensors whose clocks run ahead, by less than the day after which their readings are refused.</summary>
public sealed class AheadTests(MySqlServers servers)
{
    public static TheoryData<MySqlFlavor> Flavors => MySqlServers.Flavors;

    private static double Now => (DateTime.UtcNow - Noon).TotalSeconds;

    [Theory]
    [InlineData(0.1)]
    [InlineData(6)]
    [InlineData(23.9)]
    public async Task A_reading_of_a_time_to_come_hides_no_true_one(double hours)
    {
        await using var api = await RunningApi.StartAsync(servers);
        var lead = hours * 3600;
        await api.StoreAsync(Reading(Now - 30, 19), Ahead(lead, 99), Reading(Now - 1, 20), Reading(Now - 1, 30, "offices-temperature"));

        var latest = await api.GetAsync("/api/v1/readings/latest");
        var catalogue = await api.GetAsync("/api/v1/catalogue");

        Assert.Equal([20, 30], Values(latest, "readings", "value"));
        Assert.All(Values(catalogue, "catalogue", "freshnessSeconds"), age => Assert.InRange(age!.Value, 0, 60), throwIfEmpty: true);
        Assert.Equal([true, false], Values(catalogue, "catalogue", "aheadSeconds").Select(seconds => seconds is not null));
        Assert.InRange(Values(catalogue, "catalogue", "aheadSeconds")[0]!.Value, lead - 60, lead);
        Assert.InRange(Values(catalogue, "catalogue", "ratePerSecond")[0]!.Value, 0.02, 0.05);
    }

    [Fact]
    public async Task A_sensor_that_has_sent_nothing_else_today_is_told_by_an_earlier_day()
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.StoreAsync(Reading(Now - (3 * 86_400), 18), Ahead(3600, 99), Ahead(7200, 98, "offices-temperature"));

        var latest = await api.GetAsync("/api/v1/readings/latest");

        var reading = Assert.Single(latest.GetProperty("readings").EnumerateArray());
        Assert.Equal(("kitchen-temperature", 18), (reading.GetProperty("sensorId").GetString(), reading.GetProperty("value").GetDouble()));
    }

    [Fact]
    public async Task A_clock_that_always_runs_ahead_shows_its_readings_when_their_time_comes()
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.StoreAsync([.. Enumerable.Range(0, 20).Select(i => Ahead(600 - (i * 60), i))]);

        // Of the minute under way, or the one before where the test runs across its end.
        Assert.InRange(Values(await api.GetAsync("/api/v1/readings/latest"), "readings", "value")[0]!.Value, 8, 11);
    }

    [Fact]
    public async Task Quality_counts_them_and_makes_no_gap_of_the_time_to_come()
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.StoreAsync(Reading(Now - 1, 20), Ahead(5 * 3600, 99));
        var until = Uri.EscapeDataString(DateTime.UtcNow.AddHours(7).ToString("O"));

        var answer = await api.GetAsync($"/api/v1/quality?bucket=1h&from=-1h&to={until}");

        Assert.Equal(1, Values(answer, "quality", "ahead").Sum());
        Assert.InRange(Values(answer, "quality", "gapMinutes").Sum()!.Value, 0, 1);
        Assert.Equal(2, Values(answer, "quality", "count").Sum());
        Assert.Equal([99], Values(await api.GetAsync($"/api/v1/readings?from=-1h&to={until}&ahead=true"), "readings", "value"));
        Assert.Equal([20], Values(await api.GetAsync($"/api/v1/readings?from=-1h&to={until}&ahead=false"), "readings", "value"));
    }

    [Fact]
    public async Task They_stand_for_no_reading_that_should_have_come_by_now()
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.Database.Sensors.StoreCatalogueAsync(
            new SensorCatalogue([new("kitchen-temperature", "temperature", "°C", 85, 20, new(0, 45), "Kitchen", TimeSpan.FromSeconds(1))]), TestContext.Current.CancellationToken);
        await api.StoreAsync([Reading(Now - 7200, 20), .. Enumerable.Range(0, 9000).Select(i => Ahead(120 + (i * 0.01), 99))]);
        var until = Uri.EscapeDataString(DateTime.UtcNow.AddHours(1).ToString("O"));

        foreach (var bucket in new[] { "1h", "1d", "1mo" })
        {
            var aggregates = await api.GetAsync($"/api/v1/aggregates?bucket={bucket}&from=-1s&to={until}&functions=count");
            Assert.All(Values(aggregates, "aggregates", "coverage"), coverage => Assert.True(coverage is null or < 0.01, $"{bucket}: {coverage}"), throwIfEmpty: true);
            var quality = await api.GetAsync($"/api/v1/quality?bucket={bucket}&from=-1s&to={until}");
            Assert.All(Values(quality, "quality", "coverage"), coverage => Assert.True(coverage is null or < 0.01, $"{bucket}: {coverage}"), throwIfEmpty: true);
            Assert.All(Values(quality, "quality", "score"), score => Assert.True(score is null or < 1, $"{bucket}: {score}"), throwIfEmpty: true);
        }
    }

    [Fact]
    public async Task A_sensor_that_sends_nothing_else_says_how_far_its_clock_runs_ahead()
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.StoreAsync(Ahead(21_600, 20));

        Assert.InRange(Assert.Single(Values(await api.GetAsync("/api/v1/catalogue"), "catalogue", "aheadSeconds"))!.Value, 21_540, 21_600);
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task What_is_ahead_by_more_than_a_minute_is_counted_at_every_level(MySqlFlavor flavor)
    {
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);
        var (ownership, start) = await database.OwnAsync();

        await database.Writer.WriteAsync(
            Next(ownership, start, Reading(1, 1, delaySeconds: -59), Reading(2, 2, delaySeconds: -61), Reading(3, 3, delaySeconds: -80_000)), TestContext.Current.CancellationToken);

        foreach (var level in RollupLevel.All)
            Assert.Equal(2u, Assert.Single(await database.RollupsAsync(level)).Ahead);
    }

    private static IngestReading Ahead(double seconds, double value, string sensorId = "kitchen-temperature") =>
        Reading(Now + seconds, value, sensorId, delaySeconds: -seconds);

    private static List<double?> Values(JsonElement answer, string rows, string column) =>
        [.. answer.GetProperty(rows).EnumerateArray().Select(row => row.GetProperty(column) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : (double?)null)];
}
