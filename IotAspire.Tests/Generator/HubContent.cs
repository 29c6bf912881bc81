using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using IotAspire.Contracts.Readings;
using IotAspire.EventHubs;
using IotAspire.Tests.EventHubs;

namespace IotAspire.Tests.Generator;

/// <summary>All that a hub holds.</summary>
internal sealed class HubContent
{
    private HubContent()
    {
    }

    /// <summary>Events in the order of their partitions.</summary>
    public List<EventData> Events { get; } = [];

    /// <summary>Readings in that order.</summary>
    public List<Reading> Readings
    {
        get
        {
            var decoded = new List<DecodedReading>();
            foreach (var received in Events)
                ReadingDecoder.Decode(received.ReadBody().Span, decoded, []);
            return decoded.ConvertAll(each => each.Reading);
        }
    }

    /// <summary>Instants of a sensor, in order and without repetition.</summary>
    public List<DateTime> InstantsOf(string sensorId) => [.. Readings.Where(reading => reading.SensorId == sensorId).Select(reading => reading.MeasuredAt).Distinct().Order()];

    /// <summary>All readings, each once.</summary>
    public HashSet<(string SensorId, DateTime At)> Distinct() => [.. Readings.Select(reading => (reading.SensorId, reading.MeasuredAt))];

    public static async Task<HubContent> ReadAsync(string connectionString)
    {
        var token = TestContext.Current.CancellationToken;
        var content = new HubContent();
        await using var consumer = HubClients.Consumer(connectionString);
        foreach (var partition in (await consumer.GetEventHubPropertiesAsync(token)).PartitionIds)
        {
            var last = (await consumer.GetPartitionPropertiesAsync(partition, token)).LastEnqueuedSequenceNumber;
            await using var receiver = await consumer.OpenReceiverAsync(partition, EventPosition.Earliest, null, token);
            for (var position = -1L; position < last;)
            {
                foreach (var received in await receiver.ReceiveAsync(1000, TimeSpan.FromSeconds(1), token))
                {
                    content.Events.Add(received);
                    position = received.SequenceNumber;
                }
            }
        }

        return content;
    }
}
