using IotAspire.EventHubs.Emulator.Hubs;

namespace IotAspire.Tests.EventHubs.Emulator.Hubs;

/// <summary>The expected values were computed with mapPartitionKeyToId of @azure/event-hubs 6.</summary>
public sealed class PartitionKeyTests
{
    [Theory]
    [InlineData("kitchen-temperature", 1, 13, 516)]
    [InlineData("main-entrance-temperature", 2, 2, 795)]
    [InlineData("deposit-temperature", 3, 15, 372)]
    [InlineData("assembly-floor-temperature", 2, 22, 395)]
    [InlineData("offices-temperature", 1, 21, 439)]
    [InlineData("a", 0, 28, 905)]
    [InlineData("ab", 1, 13, 51)]
    [InlineData("abc", 1, 17, 888)]
    [InlineData("abcd", 2, 6, 936)]
    [InlineData("abcdefg", 0, 8, 751)]
    [InlineData("abcdefgh", 2, 26, 729)]
    [InlineData("abcdefghijk", 0, 20, 634)]
    [InlineData("abcdefghijkl", 1, 5, 331)]
    [InlineData("abcdefghijklm", 3, 15, 204)]
    [InlineData("°C", 3, 27, 136)]
    [InlineData("ключ", 2, 14, 523)]
    public void A_key_is_on_the_partition_that_the_SDKs_compute(string key, int of4, int of32, int of1021) =>
        Assert.Equal((of4, of32, of1021), (PartitionKey.ToPartition(key, 4), PartitionKey.ToPartition(key, 32), PartitionKey.ToPartition(key, 1021)));
}
