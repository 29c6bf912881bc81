using System.Diagnostics;
using IotAspire.Contracts.Readings;
using IotAspire.EventHubs;

namespace IotAspire.Benchmarks.Setup;

/// <summary>Fills a hub with what a fleet would send.</summary>
internal static class HubFill
{
    private const int EventsPerSpan = 100;

    public static readonly IReadOnlyDictionary<string, string> Properties = new Dictionary<string, string> { [ReadingEvent.SchemaProperty] = ReadingEvent.Schema };

    /// <param name="producer">To the hub.</param>
    /// <param name="fleet">Whose readings.</param>
    /// <param name="seconds">Of each sensor.</param>
    /// <param name="pack">Readings in an event.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="traced">Whether each event says a span that it belongs to, as a Generator's do; every hundred events another.</param>
    /// <returns>How many events the hub has got.</returns>
    public static async Task<long> FillAsync(
        EventHubProducer producer, Fleet fleet, int seconds, int pack, CancellationToken cancellationToken, bool traced = false)
    {
        var count = 0L;
        await Parallel.ForAsync(0, fleet.Sensors, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken }, async (index, token) =>
        {
            foreach (var chunk in fleet.Events(index, seconds, pack).Chunk(2000))
            {
                await producer.SendAsync(fleet.Catalogue.Sensors[index].SensorId, [.. chunk.Chunk(EventsPerSpan).SelectMany(part => Outgoing(part, traced ? Traced() : Properties))], token);
                Interlocked.Add(ref count, chunk.Length);
            }
        });
        return count;
    }

    private static IEnumerable<OutgoingEvent> Outgoing((DateTime At, byte[] Body, int Count)[] events, IReadOnlyDictionary<string, string> properties) =>
        events.Select(each => new OutgoingEvent(each.Body) { Properties = properties });

    private static Dictionary<string, string> Traced() => new(Properties)
    {
        [ReadingEvent.TraceParentProperty] = $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-01",
    };
}
