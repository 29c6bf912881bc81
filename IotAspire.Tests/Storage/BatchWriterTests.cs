using IotAspire.LocalMySql;
using IotAspire.Storage.Ingest;
using IotAspire.Storage.Model;
using IotAspire.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static IotAspire.Tests.Storage.Batches;

namespace IotAspire.Tests.Storage;

public sealed class BatchWriterTests(MySqlServers servers)
{
    public static TheoryData<MySqlFlavor> Flavors => MySqlServers.Flavors;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Flavors))]
    public async Task A_batch_stores_readings_rollups_and_checkpoint_together(MySqlFlavor flavor)
    {
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);
        var (ownership, start) = await database.OwnAsync();

        var result = await database.Writer.WriteAsync(Next(ownership, start, Reading(1.000001, 20), Reading(2, 22), Reading(61, 30)), Token);

        Assert.Equal(new IngestResult(3, 0, 0, 0, 0, 0), result);
        var readings = await database.ReadingsAsync();
        Assert.Equal([20, 22, 30], readings.Select(row => row.Value));
        Assert.Equal(Noon.AddTicks(10_000_010), readings[0].MeasuredAt);
        Assert.Equal(DateTimeKind.Utc, readings[0].MeasuredAt.Kind);
        var minutes = await database.RollupsAsync(RollupLevel.Minute);
        Assert.Equal([(Noon, 2u, 42d, 20d, 22d), (Noon.AddMinutes(1), 1u, 30d, 30d, 30d)], minutes.Select(row => (row.BucketStart, row.Count, row.Sum, row.Min, row.Max)));
        Assert.Equal(2, minutes[0].M2, 1e-12);
        Assert.Equal(3u, Assert.Single(await database.RollupsAsync(RollupLevel.Day)).Count);
        Assert.Equal(2, (await database.Checkpoints.ReadAsync(ownership, Token)).SequenceNumber);
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task Readings_that_come_again_are_counted_and_change_nothing(MySqlFlavor flavor)
    {
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);
        var (ownership, start) = await database.OwnAsync();
        var first = Next(ownership, start, Reading(1, 20), Reading(2, 22));
        await database.Writer.WriteAsync(first, Token);

        // One is there with the same value, one with another; the last two meet each other in the batch.
        var second = Next(ownership, first.Next, Reading(1, 20), Reading(2, 99), Reading(2, 22), Reading(3, 24), Reading(3, 25));
        var result = await database.Writer.WriteAsync(second, Token);

        Assert.Equal(new IngestResult(1, 2, 2, 0, 0, 0), result);
        var minute = Assert.Single(await database.RollupsAsync(RollupLevel.Minute));
        Assert.Equal((3u, 66d, 20d, 24d, 2u, 2u), (minute.Count, minute.Sum, minute.Min, minute.Max, minute.Duplicates, minute.Conflicts));
        Assert.Equal(8, minute.M2, 1e-9);
        Assert.Equal([20, 22, 24], (await database.ReadingsAsync()).Select(row => row.Value));
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task Late_and_earlier_readings_reopen_their_bucket(MySqlFlavor flavor)
    {
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);
        var (ownership, start) = await database.OwnAsync();
        var first = Next(ownership, start, Reading(30, 20), Reading(40, 21));
        await database.Writer.WriteAsync(first, Token);

        var result = await database.Writer.WriteAsync(Next(ownership, first.Next, Reading(10, 10, delaySeconds: 3600)), Token);

        Assert.Equal(1, result.Late);
        var minute = Assert.Single(await database.RollupsAsync(RollupLevel.Minute));
        Assert.Equal((10d, Noon.AddSeconds(10), 21d, Noon.AddSeconds(40), 1u), (minute.First, minute.FirstAt, minute.Last, minute.LastAt, minute.Late));
        Assert.Equal(0u, Assert.Single(await database.RollupsAsync(RollupLevel.Day)).Late);
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task The_same_batch_again_after_a_lost_answer_changes_nothing(MySqlFlavor flavor)
    {
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);
        var (ownership, start) = await database.OwnAsync();
        var batch = Next(ownership, start, Reading(1, 20));
        await database.Writer.WriteAsync(batch, Token);

        var again = await database.Writer.WriteAsync(batch, Token);

        Assert.Same(IngestResult.AlreadyStored, again);
        var minute = Assert.Single(await database.RollupsAsync(RollupLevel.Minute));
        Assert.Equal((1u, 0u), (minute.Count, minute.Duplicates));
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task A_former_owner_can_no_longer_commit(MySqlFlavor flavor)
    {
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);
        var (former, start) = await database.OwnAsync();
        await database.ExecuteAsync("UPDATE checkpoints SET lease_until = '2000-01-01'");
        var owner = await database.Checkpoints.TryAcquireAsync(IngestDatabase.Partition, "two", TimeSpan.FromMinutes(1), Token);
        Assert.Equal(former.OwnerLevel + 1, owner!.OwnerLevel);

        await Assert.ThrowsAsync<OwnershipLostException>(() => database.Writer.WriteAsync(Next(former, start, Reading(1, 20)), Token));
        await Assert.ThrowsAsync<OwnershipLostException>(() => database.Checkpoints.RenewAsync(former, TimeSpan.FromMinutes(1), Token));

        Assert.Empty(await database.ReadingsAsync());
        Assert.Empty(await database.RollupsAsync(RollupLevel.Minute));
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task Readings_that_cannot_be_stored_become_dead_letters(MySqlFlavor flavor)
    {
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);
        var (ownership, start) = await database.OwnAsync();
        var first = Next(ownership, start, Reading(1, 20));
        await database.Writer.WriteAsync(first, Token);
        await database.ExecuteAsync($"UPDATE retention SET raw_cutoff = '{Noon:yyyy-MM-dd HH:mm:ss}'");

        var poison = new DeadLetter(new EventOrigin(1, 0, Noon, "\0poison"u8.ToArray()), DeadLetterReason.Undecodable, "not JSON");
        var batch = Next(ownership, first.Next, Reading(-1, 20), Reading(5, 68, unit: "°F"), Reading(6, 20));
        var result = await database.Writer.WriteAsync(batch with { DeadLetters = [poison], Readings = [.. Distinct(batch.Readings)] }, Token);

        Assert.Equal((1, 3), (result.Stored, result.DeadLetters));
        var letters = await database.QueryAsync(db => db.DeadLetters.OrderBy(row => row.Reason).ToListAsync(Token));
        Assert.Equal([DeadLetterReason.TooOld, DeadLetterReason.Undecodable, DeadLetterReason.UnitMismatch], letters.Select(row => row.Reason));
        Assert.Equal("\0poison"u8.ToArray(), letters[1].Body);
        Assert.Equal("unit: is \"°F\", the sensor's is \"°C\"", letters[2].Detail);
    }

    private static IEnumerable<IngestReading> Distinct(IEnumerable<IngestReading> readings) =>
        readings.Select((reading, index) => reading with { Origin = reading.Origin with { SequenceNumber = index + 2 } });
}
