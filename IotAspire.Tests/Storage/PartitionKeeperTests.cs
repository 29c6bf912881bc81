using IotAspire.LocalMySql;
using IotAspire.Storage.Ingest;
using IotAspire.Storage.Model;
using IotAspire.Storage.Schema;
using IotAspire.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static IotAspire.Tests.Storage.Batches;

namespace IotAspire.Tests.Storage;

public sealed class PartitionKeeperTests(MySqlServers servers)
{
    private static readonly TimeSpan RawRetention = TimeSpan.FromDays(3);
    private static readonly TimeSpan MinuteRetention = TimeSpan.FromDays(60);

    // Long behind whatever the server's clock says: nothing is dropped before that says so, too.
    private const double Ago = -2000 * 86_400d;
    private static readonly DateTime Then = Noon.AddSeconds(Ago);

    public static TheoryData<MySqlFlavor> Flavors => MySqlServers.Flavors;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Flavors))]
    public async Task Partitions_are_made_ahead_and_dropped_behind_and_what_is_too_old_is_refused_then(MySqlFlavor flavor)
    {
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);
        var clock = new FakeTimeProvider(new(Then));
        var keeper = new PartitionKeeper(database.DataSource, clock, NullLogger<PartitionKeeper>.Instance);
        await keeper.KeepAsync(RawRetention, MinuteRetention, Token);
        Assert.Equal(10L, await CountPartitionsAsync(database, "readings"));
        var (ownership, start) = await database.OwnAsync();
        var first = Next(ownership, start, Reading(Ago, 20), Reading(Ago + 86_400, 21), Reading(Ago + (2 * 86_400), 22));
        await database.Writer.WriteAsync(first, Token);

        for (var day = 0; day < 5; day++)
        {
            clock.Advance(TimeSpan.FromDays(1));
            await keeper.KeepAsync(RawRetention, MinuteRetention, Token);
        }

        // The cutoff stands two days after the first reading.
        Assert.Equal([22], (await database.ReadingsAsync()).Select(row => row.Value));
        Assert.Equal(3, (await database.RollupsAsync(RollupLevel.Minute)).Count);
        var result = await database.Writer.WriteAsync(Next(ownership, first.Next, Reading(Ago + 1, 20)), Token);
        Assert.Equal(DeadLetterReason.TooOld, Assert.Single(result.Refused).Reason);
        Assert.Equal(0L, await database.ScalarAsync("SELECT TABLE_ROWS FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'readings' AND PARTITION_NAME = 'p_future'").ContinueWith(rows => Convert.ToInt64(rows.Result, null), Token));

        clock.Advance(TimeSpan.FromDays(100));
        await keeper.KeepAsync(RawRetention, MinuteRetention, Token);
        Assert.Empty(await database.RollupsAsync(RollupLevel.Minute));
        Assert.Equal(3, (await database.RollupsAsync(RollupLevel.Hour)).Count);
        var cutoffs = await CutoffsAsync(database);
        Assert.Equal((Then.AddDays(105) - RawRetention).Date, cutoffs.RawCutoff);
        Assert.Equal((Then.AddDays(105) - MinuteRetention).Date, cutoffs.MinuteCutoff);

        // Kept longer from now on: what has been dropped doesn't come back.
        await keeper.KeepAsync(TimeSpan.FromDays(5000), MinuteRetention * 2, Token);
        Assert.Equal((Then.AddDays(3).Date, cutoffs.MinuteCutoff), await CutoffsAsync(database));
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task A_longer_retention_lets_older_readings_in_where_nothing_was_dropped(MySqlFlavor flavor)
    {
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);
        var keeper = new PartitionKeeper(database.DataSource, new FakeTimeProvider(new(Then)), NullLogger<PartitionKeeper>.Instance);
        await keeper.KeepAsync(RawRetention, MinuteRetention, Token);
        var (ownership, start) = await database.OwnAsync();
        var batch = Next(ownership, start, Reading(Ago - (30 * 86_400), 20));
        var refused = Assert.Single((await database.Writer.WriteAsync(batch, Token)).Refused);

        await keeper.KeepAsync(TimeSpan.FromDays(60), MinuteRetention, Token);
        var result = await database.Writer.WriteAsync(Next(ownership, batch.Next, Reading(Ago - (30 * 86_400), 20)), Token);

        Assert.Equal(DeadLetterReason.TooOld, refused.Reason);
        Assert.Contains("Aggregator:RawRetention", refused.Detail, StringComparison.Ordinal);
        Assert.Equal(1, result.Stored);
        Assert.Equal(20, Assert.Single(await database.ReadingsAsync()).Value);
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task Minutes_that_are_gone_stay_gone_where_raw_readings_stay_longer(MySqlFlavor flavor)
    {
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);
        var clock = new FakeTimeProvider(new(Then));
        var keeper = new PartitionKeeper(database.DataSource, clock, NullLogger<PartitionKeeper>.Instance);
        await keeper.KeepAsync(TimeSpan.FromDays(200), RawRetention, Token);
        var (ownership, start) = await database.OwnAsync();
        var batch = Next(ownership, start, Reading(Ago + 1, 20), Reading(Ago + 2, 30));
        await database.Writer.WriteAsync(batch, Token);
        clock.Advance(TimeSpan.FromDays(70));
        await keeper.KeepAsync(TimeSpan.FromDays(200), RawRetention, Token);
        Assert.Empty(await database.RollupsAsync(RollupLevel.Minute));

        // One that is there already, then one that isn't.
        await database.Writer.WriteAsync(batch = Next(ownership, batch.Next, Reading(Ago + 1, 20)), Token);
        await database.Writer.WriteAsync(Next(ownership, batch.Next, Reading(Ago + 3, 40)), Token);
        await new RollupRebuild(database.DataSource).RunAsync(DateOnly.FromDateTime(Then), DateOnly.FromDateTime(Then).AddDays(1), Token);

        Assert.Empty(await database.RollupsAsync(RollupLevel.Minute));
        var day = Assert.Single(await database.RollupsAsync(RollupLevel.Day));
        Assert.Equal((3u, 90d, 1u), (day.Count, day.Sum, day.Duplicates));
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task A_clock_that_jumps_ahead_drops_nothing(MySqlFlavor flavor)
    {
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var keeper = new PartitionKeeper(database.DataSource, clock, NullLogger<PartitionKeeper>.Instance);
        await keeper.KeepAsync(RawRetention, MinuteRetention, Token);
        var cutoffs = await CutoffsAsync(database);
        Assert.True(cutoffs.RawCutoff > Then);

        clock.Advance(TimeSpan.FromDays(400));
        await keeper.KeepAsync(RawRetention, MinuteRetention, Token);

        // A day more, where the test runs across midnight.
        Assert.InRange((await CutoffsAsync(database)).RawCutoff, cutoffs.RawCutoff, cutoffs.RawCutoff.AddDays(1));
    }

    private static Task<(DateTime RawCutoff, DateTime MinuteCutoff)> CutoffsAsync(IngestDatabase database) => database.QueryAsync(async db =>
    {
        var row = await db.Retention.AsNoTracking().SingleAsync(Token);
        return (row.RawCutoff, row.MinuteCutoff);
    });

    private static async Task<long> CountPartitionsAsync(IngestDatabase database, string table) => Convert.ToInt64(
        await database.ScalarAsync($"SELECT COUNT(*) FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = '{table}'"), null);
}
