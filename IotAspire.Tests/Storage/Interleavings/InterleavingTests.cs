using CsCheck;
using IotAspire.LocalMySql;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Storage.Interleavings;

/// <summary>Invariant 1, whatever happens in whatever order.</summary>
public sealed class InterleavingTests(MySqlServers servers)
{
    private const int Sequences = 25;
    private const string Everything = "DELETE FROM readings; DELETE FROM rollups_1m; DELETE FROM rollups_1h; DELETE FROM rollups_1d; DELETE FROM checkpoints; DELETE FROM ingest_statistics";

    public static TheoryData<MySqlFlavor> Flavors => MySqlServers.Flavors;

    [Theory, MemberData(nameof(Flavors))]
    public async Task Whatever_happens_everything_is_stored_and_counted_once(MySqlFlavor flavor)
    {
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);
        await Step.Sequences.SampleAsync(
            async steps =>
            {
                await database.ExecuteAsync(Everything);
                var world = new World(database);
                foreach (var step in steps)
                    await world.RunAsync(step);
                await world.VerifyAsync();
            },
            iter: Sequences,
            threads: 1);
    }
}
