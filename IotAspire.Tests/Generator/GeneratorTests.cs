using System.Text.Json;
using IotAspire.EventHubs;
using IotAspire.EventHubs.Emulator;
using IotAspire.Tests.EventHubs;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Generator;

/// <summary>The whole service against a real hub.</summary>
public sealed class GeneratorTests : IDisposable
{
    private const int Failed = 1100;
    private const int Resumed = 1101;
    private const int Stopped = 1102;
    private const int Abandoned = 1103;
    private const int Dropped = 1104;
    private const int Losing = 1106;
    private const int InTime = 1107;
    private const int History = 1001;
    private const int CatalogueChanged = 1010;
    private const int CatalogueRefused = 1011;
    private const int CatalogueRepaired = 1012;
    private const int HistoryComplete = 1002;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Ledger => _folder.Combine("ledger.ndjson");

    private string HubFolder => _folder.Combine("hub");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_made_until_the_stop_is_published_in_order()
    {
        await using var hub = await TestHub.StartAsync(HubFolder);
        var began = DateTime.UtcNow;
        await using var generator = RunningGenerator.Start(hub.ConnectionString(TestHub.Name), ("Generator:Ledger", Ledger), ("Generator:Linger", "00:01:00"));
        await Eventually.TrueAsync(() => generator.Position > began.AddSeconds(2), Soon, "readings are made");
        // They wait for others to share a batch with, so what is published then is published by the stop.
        Assert.Empty((await HubContent.ReadAsync(hub.ConnectionString(TestHub.Name))).Events);
        await generator.DisposeAsync();

        var content = await HubContent.ReadAsync(hub.ConnectionString(TestHub.Name));
        Assert.Equal(MadeByLedger(), content.Distinct());
        var sensors = content.Readings.GroupBy(reading => reading.SensorId).ToList();
        Assert.Equal(5, sensors.Count);
        Assert.All(sensors, sensor => Assert.Equal(sensor.Select(reading => reading.MeasuredAt).Order(), sensor.Select(reading => reading.MeasuredAt)), throwIfEmpty: true);
        // There was no history, and nothing said there was.
        Assert.Empty(generator.Log.Of(History));
        Assert.Empty(generator.Log.Of(HistoryComplete));
    }

    [Fact]
    public async Task A_stop_in_the_middle_of_history_leaves_what_the_ledger_says()
    {
        await using var hub = await TestHub.StartAsync(HubFolder);
        var connection = hub.ConnectionString(TestHub.Name);
        await using (var generator = RunningGenerator.Start(
            connection, ("Generator:Backfill", "365d"), ("Generator:Interval", "00:00:01"), ("Generator:Profile", "dirty"), ("Generator:Ledger", Ledger)))
        {
            await Eventually.Async(() => HubContent.ReadAsync(connection), content => content.Events.Count > 200, Soon, "history begins");
            Assert.Empty(generator.Log.Of(HistoryComplete));
        }

        var content = await HubContent.ReadAsync(connection);
        Assert.Equal(100, content.Events.Max(received => JsonSerializer.Deserialize<JsonElement>(received.ReadBody().Span is [(byte)'[', .., (byte)']'] ? received.ReadBody().Span : "[]"u8).GetArrayLength()));
        Assert.Equal(new HashSet<(string, DateTime)>(Truth(TimeSpan.FromSeconds(1)).Readings.Keys), content.Distinct());
    }

    [Fact]
    public async Task An_outage_of_the_hub_within_the_buffers_time_loses_nothing()
    {
        var hub = await TestHub.StartAsync(HubFolder);
        var (connection, port) = (hub.ConnectionString(TestHub.Name), hub.Port);
        await using (var generator = RunningGenerator.Start(connection, ("Generator:Ledger", Ledger)))
        {
            await Eventually.Async(() => HubContent.ReadAsync(connection), content => content.Events.Count > 20, Soon, "events");
            await hub.DisposeAsync();
            await Eventually.TrueAsync(() => generator.Log.Of(Failed).Count > 2, Soon, "failures");
            hub = await TestHub.StartAsync(HubFolder, port);
            await Eventually.TrueAsync(() => generator.Log.Of(Resumed).Count > 0, Soon, "resumed");
            Assert.Empty(generator.Log.Of(Dropped));
        }

        await using (hub)
            Assert.Equal(MadeByLedger(), (await HubContent.ReadAsync(connection)).Distinct());
    }

    [Fact]
    public async Task What_a_stop_cant_send_is_counted_and_the_ledger_ends_all_the_same()
    {
        await using var hub = await TestHub.StartAsync(HubFolder);
        var connection = hub.ConnectionString(TestHub.Name);
        await using var generator = RunningGenerator.Start(connection, ("Generator:Ledger", Ledger));
        await Eventually.Async(() => HubContent.ReadAsync(connection), content => content.Events.Count > 20, Soon, "events");
        using var busy = hub.Inject(Fault.Throttle with { Operation = FaultOperation.Send });
        await Eventually.TrueAsync(() => generator.Log.Of(Failed).Count > 6, Soon, "so long that nothing more is made");
        var stopping = DateTime.UtcNow;
        await generator.DisposeAsync();
        var stopped = DateTime.UtcNow;

        var lost = long.Parse(Assert.Single(generator.Log.Of(Abandoned)).Split("; ")[1].Split(' ')[0], null);
        var stored = (await HubContent.ReadAsync(connection)).Distinct();
        var began = Runs().Min(run => run.From);
        Assert.Equal(5, Runs().Count);
        Assert.InRange(lost, (5 * Instants(began, stopping, 50).Count()) - stored.Count, (5 * Instants(began, stopped, 50).Count()) - stored.Count);
        // What the ledger holds to be made is in the hub or in the number that it says.
        Assert.Subset(MadeByLedger(), stored);
        Assert.Equal(MadeByLedger().Count - stored.Count, Lines("abandoned").Single().GetProperty("readings").GetInt32());
        Assert.InRange(lost, MadeByLedger().Count - stored.Count + 1, long.MaxValue);
    }

    [Fact]
    public async Task Beyond_the_buffers_time_the_oldest_are_lost_counted_and_said()
    {
        var hub = await TestHub.StartAsync(HubFolder);
        var (connection, port) = (hub.ConnectionString(TestHub.Name), hub.Port);
        var lost = 0L;
        await using (var generator = RunningGenerator.Start(
            connection, ("Generator:Ledger", Ledger), ("Generator:BufferTime", "00:00:01"), ("Generator:ReadingsPerEvent", "1000"), ("Generator:Linger", "00:00:00"),
            ("Generator:Interval", "00:00:00.001"), ("Generator:Profile", "dirty")))
        {
            await Eventually.Async(() => HubContent.ReadAsync(connection), content => content.Events.Count > 20, Soon, "events");
            await hub.DisposeAsync();
            await Eventually.TrueAsync(() => generator.Log.Of(Losing).Count > 0, Soon, "said while the hub is away");
            hub = await TestHub.StartAsync(HubFolder, port);
            await Eventually.TrueAsync(
                () => generator.Log.Of(Dropped).Count > 0 && generator.Log.Of(Resumed).Count > 0 && generator.Log.Of(InTime).Count > 0, Soon, "dropped, resumed and in time");
            lost = generator.Log.Of(Dropped).Sum(line => long.Parse(line.Split("; ")[1].Split(' ')[0], null));
        }

        await using (hub)
        {
            // The gaps between a sensor's runs are what was lost; the runs are in the hub as the ledger says.
            var runs = Runs().GroupBy(run => run.SensorId).Select(sensor => sensor.OrderBy(run => run.From).ToList()).ToList();
            Assert.Equal(lost, runs.Sum(sensor => sensor.Zip(sensor.Skip(1)).Sum(pair => Instants(pair.First.Until, pair.Second.From, 1).Count())));
            Assert.Equal(new HashSet<(string, DateTime)>(Truth(TimeSpan.FromMilliseconds(1)).Readings.Keys), (await HubContent.ReadAsync(connection)).Distinct());
        }
    }

    [Fact]
    public async Task An_edit_of_the_catalogue_is_taken_up_and_a_wrong_one_changes_nothing()
    {
        var catalogue = _folder.Combine("sensors.json");
        await File.WriteAllTextAsync(catalogue, Catalogue("hall", "attic"), Token);
        await using var hub = await TestHub.StartAsync(HubFolder);
        var connection = hub.ConnectionString(TestHub.Name);
        await using (var generator = RunningGenerator.Start(connection, ("Catalogue:Path", catalogue), ("Generator:Ledger", Ledger)))
        {
            await Eventually.Async(() => HubContent.ReadAsync(connection), content => content.InstantsOf("attic-temperature").Count > 3, Soon, "readings");
            await File.WriteAllTextAsync(catalogue, """[{ "type": "temperature" }]""", Token);
            await Eventually.TrueAsync(() => generator.Log.Of(CatalogueRefused).Count > 0, Soon, "refused");
            Assert.Contains("[0].unit: missing", generator.Log.Of(CatalogueRefused)[0], StringComparison.Ordinal);
            var before = (await HubContent.ReadAsync(connection)).InstantsOf("hall-temperature").Count;
            await Eventually.Async(() => HubContent.ReadAsync(connection), content => content.InstantsOf("hall-temperature").Count > before + 3, Soon, "the old sensors go on");

            await File.WriteAllTextAsync(catalogue, Catalogue("hall", "attic"), Token);
            await Eventually.TrueAsync(() => generator.Log.Of(CatalogueRepaired).Count > 0, Soon, "repaired");
            Assert.Empty(generator.Log.Of(CatalogueChanged));

            await File.WriteAllTextAsync(catalogue, Catalogue("hall", "cellar"), Token);
            await Eventually.Async(() => HubContent.ReadAsync(connection), content => content.InstantsOf("cellar-temperature").Count > 3, Soon, "the new sensor");
            Assert.EndsWith("1 sensors added, 1 removed, 0 changed", generator.Log.Of(CatalogueChanged)[^1], StringComparison.Ordinal);

            // Who comes back begins anew: it has measured nothing meanwhile.
            var left = (await HubContent.ReadAsync(connection)).InstantsOf("attic-temperature").Max();
            var returned = DateTime.UtcNow;
            await File.WriteAllTextAsync(catalogue, Catalogue("hall", "cellar", "attic"), Token);
            var after = await Eventually.Async(
                () => HubContent.ReadAsync(connection), content => content.InstantsOf("attic-temperature").Max() > left, Soon, "the old sensor again");
            Assert.DoesNotContain(after.InstantsOf("attic-temperature"), at => at > left && at <= returned);
        }

        // Who stayed has no gap.
        var hall = (await HubContent.ReadAsync(connection)).InstantsOf("hall-temperature");
        Assert.All(hall.Zip(hall.Skip(1)), pair => Assert.Equal(TimeSpan.FromSeconds(0.05), pair.Second - pair.First), throwIfEmpty: true);
        Assert.Equal(MadeByLedger(), (await HubContent.ReadAsync(connection)).Distinct());
    }

    [Fact]
    public async Task Accelerated_history_reaches_the_present_and_goes_on_with_it()
    {
        await using var hub = await TestHub.StartAsync(HubFolder);
        var connection = hub.ConnectionString(TestHub.Name);
        var began = DateTime.UtcNow;
        await using (var generator = RunningGenerator.Start(
            connection, ("Generator:Backfill", "1h"), ("Generator:Speed", "1200"), ("Generator:Interval", "00:00:01"), ("Generator:Ledger", Ledger)))
        {
            await Eventually.TrueAsync(() => generator.Log.Of(HistoryComplete).Count > 0, Soon, "history");
            Assert.InRange(DateTime.UtcNow - began, TimeSpan.FromSeconds(2.5), Soon);
            var now = DateTime.UtcNow;
            await Eventually.Async(() => HubContent.ReadAsync(connection), content => content.Readings.Exists(reading => reading.MeasuredAt > now), Soon, "live readings");
        }

        var content = await HubContent.ReadAsync(connection);
        Assert.Equal(MadeByLedger(1000), content.Distinct());
        Assert.InRange(content.Readings.Min(reading => reading.MeasuredAt), began.AddHours(-1), began.AddHours(-1).AddSeconds(30));
        Assert.All(content.Readings, reading => Assert.True(reading.MeasuredAt <= DateTime.UtcNow), throwIfEmpty: true);
    }

    [Fact]
    public async Task Packed_readings_of_many_sensors_share_events_and_wait_no_longer_than_they_may()
    {
        await using var hub = await TestHub.StartAsync(HubFolder);
        var connection = hub.ConnectionString(TestHub.Name);
        await using (var generator = RunningGenerator.Start(connection, ("Generator:ReadingsPerEvent", "20"), ("Generator:Linger", "00:00:00.5")))
            await Eventually.Async(() => HubContent.ReadAsync(connection), content => content.Events.Count > 10, Soon, "events");

        var content = await HubContent.ReadAsync(connection);
        Assert.Equal(20, content.Events.Max(received => JsonSerializer.Deserialize<JsonElement>(received.ReadBody().Span).GetArrayLength()));
        Assert.Contains(content.Events, received => JsonSerializer.Deserialize<JsonElement>(received.ReadBody().Span).EnumerateArray().Select(reading => reading.GetProperty("sensorId").GetString()).Distinct().Count() == 5);
        Assert.All(content.Readings.GroupBy(reading => reading.SensorId), sensor => Assert.Equal(sensor.Select(reading => reading.MeasuredAt).Order(), sensor.Select(reading => reading.MeasuredAt)), throwIfEmpty: true);
    }

    [Fact]
    public async Task A_fleet_measures_spread_over_its_interval()
    {
        await using var hub = await TestHub.StartAsync(HubFolder);
        var connection = hub.ConnectionString(TestHub.Name);
        await using (RunningGenerator.Start(connection, ("Catalogue:Fleet", "3000"), ("Generator:Interval", "00:00:02")))
            await Eventually.Async(() => HubContent.ReadAsync(connection), content => content.Distinct().Select(reading => reading.SensorId).Distinct().Count() == 3000, Soon, "every sensor");

        var readings = (await HubContent.ReadAsync(connection)).Readings;
        var tenths = readings.GroupBy(reading => reading.MeasuredAt.Ticks % (2 * TimeSpan.TicksPerSecond) / (TimeSpan.TicksPerSecond / 5)).ToList();
        Assert.Equal(10, tenths.Count);
        Assert.All(readings.GroupBy(reading => reading.SensorId), sensor => Assert.Single(sensor.Select(reading => reading.MeasuredAt.Ticks % (2 * TimeSpan.TicksPerSecond)).Distinct()), throwIfEmpty: true);
    }

    [Fact]
    public async Task A_hub_that_refuses_for_good_ends_it_with_a_code_for_failure()
    {
        await using var hub = await TestHub.StartAsync(HubFolder);
        await using var generator = GeneratorProcess.Start(hub.ConnectionString("nowhere"), "--profile", "clean");

        Assert.Equal(1, await generator.Exited.WaitAsync(Soon, Token));
        Assert.Contains("can't recover from", generator.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_words_on_the_command_line_are_said_before_anything_starts()
    {
        await using var hub = await TestHub.StartAsync(HubFolder);
        await using var generator = GeneratorProcess.Start(hub.ConnectionString(TestHub.Name), "--backfill", "soon");
        Assert.Equal(78, await generator.Exited.WaitAsync(Soon, Token));
        Assert.Contains("Generator:Backfill is \"soon\", must be a number with s, m, h or d", generator.Output, StringComparison.Ordinal);

        await using var other = GeneratorProcess.Start(hub.ConnectionString(TestHub.Name), "--speed", "0", "--profile", "dirtiest");
        Assert.Equal(78, await other.Exited.WaitAsync(Soon, Token));
        Assert.Contains("Generator:Speed is 0", other.Output, StringComparison.Ordinal);
        Assert.Contains("Generator:Profile is \"dirtiest\"", other.Output, StringComparison.Ordinal);

        await using var unreadable = GeneratorProcess.Start(
            hub.ConnectionString(TestHub.Name), "--fleet", "many", "--seed", "one", "--Generator:Interval", "1", "--Generator:Linger=bla", "--Generator:Faults:Spike=often", "--profile", "dirtiest");
        Assert.Equal(78, await unreadable.Exited.WaitAsync(Soon, Token));
        Assert.All(
            ["Catalogue:Fleet is \"many\", must be a whole number", "Generator:Seed is \"one\"", "Generator:Interval is \"1\"", "Generator:Linger is \"bla\"", "Generator:Faults:Spike is \"often\"", "Generator:Profile is"],
            error => Assert.Contains(error, unreadable.Output, StringComparison.Ordinal));

        await using var misspelt = GeneratorProcess.Start(hub.ConnectionString(TestHub.Name), "--bakfill=2d", "--Generator:Faults:Spikes", "0.5", "--seed");
        Assert.Equal(78, await misspelt.Exited.WaitAsync(Soon, Token));
        Assert.Contains("--bakfill=2d isn't an option; these are: --backfill,", misspelt.Output, StringComparison.Ordinal);
        Assert.Contains("--seed needs a value", misspelt.Output, StringComparison.Ordinal);
        Assert.Contains("Generator:Faults:Spikes doesn't exist; these do: OutOfRange, Spike,", misspelt.Output, StringComparison.Ordinal);
    }

    private static string Catalogue(params string[] rooms) =>
        $"[{string.Join(',', rooms.Select(room => $$"""{ "type": "temperature", "unit": "°C", "lat": 1, "lng": 1, "range": [0, 45], "description": "{{room}}" }"""))}]";

    private static IEnumerable<DateTime> Instants(DateTime from, DateTime until, int milliseconds)
    {
        var interval = milliseconds * TimeSpan.TicksPerMillisecond;
        for (var ticks = (from.Ticks + interval - 1) / interval * interval; ticks < until.Ticks; ticks += interval)
            yield return new(ticks, DateTimeKind.Utc);
    }

    private List<(string SensorId, DateTime From, DateTime Until)> Runs() =>
    [
        .. Lines("end").Select(run => (run.GetProperty("sensorId").GetString()!, Generator.Truth.Instant(run, "from"), Generator.Truth.Instant(run, "until"))),
    ];

    private IEnumerable<JsonElement> Lines(string run) => File.ReadLines(Ledger).Select(line => JsonSerializer.Deserialize<JsonElement>(line))
        .Where(line => line.TryGetProperty("run", out var kind) && kind.GetString() == run);

    /// <summary>All readings of sensors without faults, by the runs in the ledger.</summary>
    private HashSet<(string SensorId, DateTime At)> MadeByLedger(int milliseconds = 50) =>
        [.. Runs().SelectMany(run => Instants(run.From, run.Until, milliseconds).Select(at => (run.SensorId, at)))];

    private Truth Truth(TimeSpan interval) => Generator.Truth.Read(
        Ledger, new([.. Signals.Sensors.Building.Sensors.Select(sensor => sensor with { Interval = interval })]), seed: 1);
}
