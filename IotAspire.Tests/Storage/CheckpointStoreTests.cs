using IotAspire.LocalMySql;
using IotAspire.Storage.Ingest;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Storage;

public sealed class CheckpointStoreTests(MySqlServers servers)
{
    // Less than the time after which the server ends a silent transaction.
    private static readonly TimeSpan Promptly = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    public static TheoryData<MySqlFlavor> Flavors => MySqlServers.Flavors;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Flavors))]
    public async Task A_partition_goes_to_another_when_its_lease_has_lapsed_but_not_while_a_transaction_has_it_locked(MySqlFlavor flavor)
    {
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);
        var (former, _) = await database.OwnAsync("former");
        Assert.Null(await ClaimAsync(database));
        await database.ExecuteAsync("UPDATE checkpoints SET lease_until = '2000-01-01'");

        await using (var transaction = await IngestTransaction.BeginAsync(database.DataSource, Token))
        {
            await CheckpointStore.LockAsync(transaction, former, Token);
            Assert.Null(await ClaimAsync(database));
        }

        Assert.Equal(new PartitionOwnership(IngestDatabase.Partition, "other", former.OwnerLevel + 1), await ClaimAsync(database));
        await Assert.ThrowsAsync<OwnershipLostException>(() => database.Checkpoints.RenewAsync(former, Lease, Token));
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task A_transaction_that_falls_silent_is_rolled_back_and_its_process_finds_out_in_a_way_that_passes(MySqlFlavor flavor)
    {
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);
        var (former, _) = await database.OwnAsync("former");
        await using var transaction = await IngestTransaction.BeginAsync(database.DataSource, Token);
        await CheckpointStore.LockAsync(transaction, former, Token);
        await database.ExecuteAsync("SET SESSION innodb_lock_wait_timeout = 20; UPDATE checkpoints SET lease_until = '2000-01-01'");

        Assert.NotNull(await ClaimAsync(database));
        var fault = await Record.ExceptionAsync(() => CheckpointStore.LockAsync(transaction, former, Token));
        Assert.True(fault is not null && IotAspire.Storage.DatabaseFault.IsTransient(fault), $"{fault}");
    }

    private static Task<PartitionOwnership?> ClaimAsync(IngestDatabase database) =>
        database.Checkpoints.TryAcquireAsync(IngestDatabase.Partition, "other", Lease, Token).WaitAsync(Promptly, Token);
}
