using IotAspire.Generator.Publishing;

namespace IotAspire.Tests.Generator.Publishing;

public sealed class PartitionKeysTests
{
    [Fact]
    public void Few_sensors_have_keys_of_their_own() => Assert.Equal("kitchen", new PartitionKeys(5, 1).Of("kitchen"));

    [Theory]
    [InlineData(5, 100, 1)]
    [InlineData(300, 100, 2)]
    [InlineData(300, 1, 64)]
    [InlineData(100_000, 100, 64)]
    public void Many_or_packed_ones_share_keys_that_can_fill_events(int sensors, int readingsPerEvent, int keys)
    {
        var all = new PartitionKeys(sensors, readingsPerEvent);

        var used = Enumerable.Range(0, sensors).GroupBy(index => all.Of($"sensor-{index}")).ToList();

        Assert.InRange(used.Count, (keys + 1) / 2, keys);
        Assert.All(used, group => Assert.StartsWith("shard-", group.Key, StringComparison.Ordinal), throwIfEmpty: true);
        Assert.True(used.Max(group => group.Count()) < 4 * Math.Max(4, sensors / keys), "uneven");
    }

    [Fact]
    public void A_sensor_keeps_its_key() =>
        Assert.Equal(new PartitionKeys(1000, 10).Of("kitchen"), new PartitionKeys(1010, 10).Of("kitchen"));
}
