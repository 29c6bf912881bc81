using IotAspire.LocalMySql;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Aggregator.Soak;

/// <summary>
/// Rounds of kills under load, after which raw readings and rollups equal what was published: 50 rounds each, or the share
/// of them that <see cref="Support.Soak"/> reads.
/// </summary>
[Trait("Category", "Soak")]
public sealed class SoakTests(MySqlServers servers)
{
    private static readonly KeyValuePair<string, string>[] Settings = [new("Aggregator:Lease", "00:00:02"), new("Aggregator:ReadingsPerBatch", "50")];
    private static readonly int Rounds = Support.Soak.Rounds(50);
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(Support.Soak.Rounds(60));

    [Theory, InlineData(MySqlFlavor.MariaDb), InlineData(MySqlFlavor.MySql)]
    public async Task The_aggregator_is_killed_again_and_again(MySqlFlavor flavor)
    {
        await using var rig = await SoakRig.StartAsync(servers, flavor, Settings);
        for (var round = 0; round < Rounds; round++)
            await rig.UnderLoadAsync(round, rig.KillAggregatorAsync);
        await rig.VerifyAsync();
    }

    [Theory, InlineData(MySqlFlavor.MariaDb), InlineData(MySqlFlavor.MySql)]
    public async Task The_database_is_killed_again_and_again(MySqlFlavor flavor)
    {
        await using var rig = await SoakRig.StartAsync(servers, flavor, Settings);
        for (var round = 0; round < Rounds; round++)
            await rig.UnderLoadAsync(round, rig.KillDatabaseAsync);
        await rig.VerifyAsync();
    }

    [Fact]
    public async Task The_hub_is_killed_again_and_again()
    {
        await using var rig = await SoakRig.StartAsync(servers, MySqlFlavor.Any, Settings);
        for (var round = 0; round < Rounds; round++)
            await rig.UnderLoadAsync(round, rig.KillHubAsync);
        await rig.VerifyAsync();
    }

    [Theory, InlineData(MySqlFlavor.MariaDb), InlineData(MySqlFlavor.MySql)]
    public async Task The_database_is_away_for_a_while(MySqlFlavor flavor)
    {
        await using var rig = await SoakRig.StartAsync(servers, flavor, Settings);
        await rig.UnderLoadAsync(0, () => rig.StopDatabaseAsync(Away));
        await rig.VerifyAsync();
    }
}
