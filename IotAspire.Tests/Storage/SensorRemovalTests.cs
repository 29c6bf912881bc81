using System.Globalization;
using IotAspire.Contracts.Catalogue;
using IotAspire.LocalMySql;
using IotAspire.Storage;
using IotAspire.Storage.Ingest;
using IotAspire.Storage.Model;
using IotAspire.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static IotAspire.Tests.Storage.Batches;

namespace IotAspire.Tests.Storage;

public sealed class SensorRemovalTests(MySqlServers servers)
{
    private const string Shed = "shed-temperature";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static TheoryData<MySqlFlavor> Flavors => MySqlServers.Flavors;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Flavors))]
    public async Task A_sensor_whose_readings_were_all_refused_is_removed(MySqlFlavor flavor)
    {
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);
        var (ownership, start) = await database.OwnAsync();
        await RefuseAsync(database, ownership, start, Shed);
        var removal = new SensorRemoval(database.DataSource);

        Assert.Equal(new(SensorRemovalOutcome.Removed, 0), await removal.RemoveAsync(Shed, Token));

        Assert.Empty(await SensorsAsync(database));
        Assert.Equal(new(SensorRemovalOutcome.Unknown, 0), await removal.RemoveAsync(Shed, Token));
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task One_with_a_row_in_any_table_stays_and_is_counted(MySqlFlavor flavor)
    {
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);
        var (ownership, start) = await database.OwnAsync();
        await database.Writer.WriteAsync(Next(ownership, start, Reading(1, 20, Shed), Reading(2, 21, Shed), Reading(3000, 21, Shed)), Token);
        var removal = new SensorRemoval(database.DataSource);

        // The longest-kept table goes last; each is the only one that knows the sensor at some time.
        foreach (var table in new[] { "none", "rollups_1d", "rollups_1h", "rollups_1m" })
        {
            if (table != "none")
                await database.ExecuteAsync($"DELETE FROM `{table}`");
            Assert.Equal(new(SensorRemovalOutcome.HasReadings, 3), await removal.RemoveAsync(Shed, Token));
        }

        foreach (var table in new[] { "rollups_1m", "rollups_1h", "rollups_1d" })
        {
            await database.ExecuteAsync("DELETE FROM `readings`; DELETE FROM `rollups_1m`; DELETE FROM `rollups_1h`; DELETE FROM `rollups_1d`");
            await database.ExecuteAsync(
                $"INSERT INTO `{table}` SELECT `id`, '2026-11-23', 7, 0, 0, 0, 0, 0, '2026-11-23', 0, '2026-11-23', 0, 0, 0, 0, 0, NULL FROM `sensors`");
            Assert.Equal(new(SensorRemovalOutcome.HasReadings, 7), await removal.RemoveAsync(Shed, Token));
        }

        await database.ExecuteAsync("DELETE FROM `rollups_1d`");
        Assert.Equal(new(SensorRemovalOutcome.Removed, 0), await removal.RemoveAsync(Shed, Token));
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task One_that_sends_after_its_removal_is_stored_under_a_key_that_there_is(MySqlFlavor flavor)
    {
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);
        var (ownership, start) = await database.OwnAsync();
        var next = await RefuseAsync(database, ownership, start, Shed);
        var before = Assert.Single(await SensorsAsync(database));
        // Another process has learnt its key, too.
        await using var other = IngestDatabase.Open(database.ConnectionString);
        next = await RefuseAsync(other, ownership, next, Shed);

        await new SensorRemoval(database.DataSource).RemoveAsync(Shed, Token);
        foreach (var process in new[] { database, other })
        {
            var batch = Next(ownership, next, Reading(ReferenceEquals(process, database) ? 1 : 2, 20, Shed));
            Assert.Equal(1, (await process.Writer.WriteAsync(batch, Token)).Stored);
            next = batch.Next;
        }

        var after = Assert.Single(await SensorsAsync(database));
        Assert.NotEqual(before.Id, after.Id);
        Assert.All(await database.ReadingsAsync(), reading => Assert.Equal(after.Id, reading.Sensor), throwIfEmpty: true);
        Assert.Equal(0, await OrphansAsync(database));
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task One_of_the_catalogue_comes_back_as_the_catalogue_describes_it(MySqlFlavor flavor)
    {
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);
        var catalogue = SensorCatalogueFile.Load(Repository.PathOf("sensors.json"));
        await database.Sensors.StoreCatalogueAsync(catalogue, Token);
        var described = catalogue.Sensors[0];
        var before = Assert.Single(await SensorsAsync(database), sensor => sensor.SensorId == described.SensorId);
        var (ownership, start) = await database.OwnAsync();

        await new SensorRemoval(database.DataSource).RemoveAsync(described.SensorId, Token);
        Assert.DoesNotContain(await SensorsAsync(database), sensor => sensor.SensorId == described.SensorId);
        await database.Writer.WriteAsync(Next(ownership, start, Reading(1, 20, described.SensorId, described.Unit)), Token);

        var after = Assert.Single(await SensorsAsync(database), sensor => sensor.SensorId == described.SensorId);
        Assert.Equal(
            (before.Type, before.Latitude, before.Longitude, before.RangeMaximum, before.Description, before.ExpectedIntervalMs, SensorOrigin.Catalogue),
            (after.Type, after.Latitude, after.Longitude, after.RangeMaximum, after.Description, after.ExpectedIntervalMs, after.Origin));
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task A_batch_under_way_is_waited_for(MySqlFlavor flavor)
    {
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);
        var (ownership, start) = await database.OwnAsync();
        await RefuseAsync(database, ownership, start, Shed);
        var id = Assert.Single(await SensorsAsync(database)).Id;
        await using var batch = await IngestTransaction.BeginAsync(database.DataSource, Token);
        await RetentionStore.ReadLimitsAsync(batch, Token);

        var removing = new SensorRemoval(database.DataSource).RemoveAsync(Shed, Token);
        await Eventually.Async(
            () => database.ScalarAsync("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE INFO LIKE 'UPDATE `retention` SET `sensors\\_generation`%'"),
            count => Convert.ToInt32(count, CultureInfo.InvariantCulture) == 1,
            Patience,
            "the removal waits for the batch");
        await batch.ExecuteAsync(new("insert a reading of a removed sensor", $"INSERT INTO `readings` VALUES ({id}, '2026-11-23', 1, '2026-11-23', 0)"), Token);

        await batch.CommitAsync(Token);

        Assert.Equal(new(SensorRemovalOutcome.HasReadings, 1), await removing);
        Assert.Equal(id, Assert.Single(await SensorsAsync(database)).Id);
        Assert.Equal(0, await database.QueryAsync(db => db.Retention.Select(row => (int)row.SensorsGeneration).SingleAsync(Token)));
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task Whoever_wins_a_race_no_reading_is_without_its_sensor(MySqlFlavor flavor)
    {
        const int Rounds = 60;
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);
        var (ownership, next) = await database.OwnAsync();
        var removal = new SensorRemoval(database.DataSource);
        var removed = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var sensorId = $"sensor-{round}";
            next = await RefuseAsync(database, ownership, next, sensorId);
            // The sensor before has readings, and is in the same batch.
            var batch = Next(ownership, next, Reading(round, 20, sensorId), Reading(round, 20, $"sensor-{Math.Max(0, round - 1)}"));
            var results = Task.WhenAll(removal.RemoveAsync(sensorId, Token), removal.RemoveAsync("sensor-0", Token));
            await WriteAsync(database, batch);
            next = batch.Next;
            removed += (await results).Count(result => result.Outcome == SensorRemovalOutcome.Removed);
        }

        Assert.Equal(0, await OrphansAsync(database));
        Assert.Equal(Rounds, (await SensorsAsync(database)).Count);
        Assert.Equal((2 * Rounds) - 1, (await database.ReadingsAsync()).Count);
        TestContext.Current.TestOutputHelper?.WriteLine($"{removed} of {Rounds} removed before their reading came");
    }

    // As an Aggregator that retention has overtaken: the sensor becomes known, and nothing of it is stored.
    private static async Task<Checkpoint> RefuseAsync(IngestDatabase database, PartitionOwnership ownership, Checkpoint expected, string sensorId)
    {
        var tooOld = Reading(0, 20, sensorId);
        tooOld = new(
            tooOld.Reading with { MeasuredAt = new(1999, 1, 1, 0, 0, 0, DateTimeKind.Utc) },
            tooOld.Origin with { SequenceNumber = (expected.SequenceNumber ?? -1) + 1 });
        var batch = Next(ownership, expected, tooOld);
        Assert.Equal((0, 1), (await database.Writer.WriteAsync(batch, Token)) is var result ? (result.Stored, result.DeadLetters) : default);
        return batch.Next;
    }

    private static async Task WriteAsync(IngestDatabase database, IngestBatch batch)
    {
        while (true)
        {
            try
            {
                await database.Writer.WriteAsync(batch, Token);
                return;
            }
            catch (Exception exception) when (DatabaseFault.IsTransient(exception))
            {
                // A deadlock, as the service would meet it.
            }
        }
    }

    private static Task<List<SensorRow>> SensorsAsync(IngestDatabase database) => database.QueryAsync(db => db.Sensors.AsNoTracking().ToListAsync(Token));

    private static async Task<int> OrphansAsync(IngestDatabase database)
    {
        var tables = RollupLevel.All.Select(level => level.Table).Append("readings");
        var orphans = string.Join(" + ", tables.Select(table => $"(SELECT COUNT(*) FROM `{table}` WHERE `sensor` NOT IN (SELECT `id` FROM `sensors`))"));
        return Convert.ToInt32(await database.ScalarAsync($"SELECT {orphans}"), CultureInfo.InvariantCulture);
    }
}
