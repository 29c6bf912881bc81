using IotAspire.Contracts.Readings;
using IotAspire.EventHubs;

namespace IotAspire.Benchmarks.Setup;

/// <summary>Fills a hub with what a fleet would send.</summary>
internal static class HubFill
{
    public static readonly IReadOnlyDictionary<string, string> Properties = new Dictionary<string, string> { [ReadingEvent.SchemaProperty] = ReadingEvent.Schema };

    /// <returns>How many events the hub has got.</returns>
    public static async Task<long> FillAsync(IEventHubProducer producer, Fleet fleet, int seconds, int pack, CancellationToken cancellationToken)
    {
        var count = 0L;
        await Parallel.ForAsync(0, fleet.Sensors, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken }, async (index, token) =>
        {
            foreach (var chunk in fleet.Events(index, seconds, pack).Chunk(2000))
            {
                await producer.SendAsync(fleet.Catalogue.Sensors[index].SensorId, [.. chunk.Select(each => new OutgoingEvent(each.Body) { Properties = Properties })], token);
                Interlocked.Add(ref count, chunk.Length);
            }
        });
        return count;
    }
}
