using System.Diagnostics.Metrics;
using Azure.Messaging.EventHubs;
using IotAspire.Contracts.Readings;
using IotAspire.EventHubs;
using IotAspire.Generator;
using IotAspire.Generator.Publishing;
using IotAspire.Tests.EventHubs;
using IotAspire.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace IotAspire.Tests.Generator.Publishing;

public sealed class LaneOutputTests : IDisposable
{
    private static readonly ReadingTemplate Template = new("°C");
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeTimeProvider _clock = new();
    private readonly LogLines _log = new();
    private readonly ThrottledHub _hub = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task A_batch_is_tried_until_the_hub_takes_it_and_the_next_waits_behind_it()
    {
        var output = Create();
        _hub.Refusals = 20;
        var publishing = output.PublishAsync(Token);
        await SendAsync(output, "a", 1);
        await SendAsync(output, "a", 2);
        output.Complete();
        await Eventually.TrueAsync(Advance(() => publishing.IsCompleted), Soon, "published");
        await publishing;

        Assert.Equal([.. Enumerable.Repeat(1.0, 21), 2], _hub.Tried);
        Assert.Equal(["a", "a"], _hub.Accepted);
        Assert.Equal((2, 0), (output.Published, output.Unpublished));
        Assert.Equal(20, _log.Of(1100).Count);
        Assert.Single(_log.Of(1101));
    }

    [Fact]
    public async Task While_the_hub_is_away_only_few_batches_wait()
    {
        var output = Create();
        _hub.Refusals = int.MaxValue;
        var publishing = output.PublishAsync(Token);
        var sent = 0;
        var sending = Task.Run(async () =>
        {
            for (; sent < 100; sent++)
                await SendAsync(output, "a", sent);
        }, Token);
        await Eventually.TrueAsync(Advance(() => _hub.Tried.Count > 10), Soon, "ten tries");

        Assert.InRange(sent, 16, 18);
        _hub.Refusals = 0;
        await Eventually.TrueAsync(Advance(() => sending.IsCompleted), Soon, "all sent");
        output.Complete();
        await publishing;
        Assert.Equal(100, output.Published);
    }

    [Fact]
    public async Task A_refusal_for_good_ends_publishing()
    {
        var output = Create();
        _hub.Refusals = 1;
        _hub.Reason = EventHubFailureReason.Unauthorized;
        await SendAsync(output, "a", 1);

        Assert.Equal(EventHubFailureReason.Unauthorized, (await Assert.ThrowsAsync<EventHubException>(() => output.PublishAsync(Token))).Reason);
        Assert.Equal(1, output.Unpublished);
    }

    [Fact]
    public async Task Published_and_dropped_readings_are_counted()
    {
        var counts = new Dictionary<string, long>();
        using var listener = new MeterListener();
        var meters = _services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters))
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, count, _, _) => counts[instrument.Name] = counts.GetValueOrDefault(instrument.Name) + count);
        listener.Start();
        var output = Create();
        await SendAsync(output, "a", 1);
        output.Complete();
        await output.PublishAsync(Token);
        output.Dropped(17, TimeSpan.FromMinutes(15), DateTime.UnixEpoch, DateTime.UnixEpoch.AddSeconds(17));

        Assert.Equal(1, counts["iotaspire.generator.readings.published"]);
        Assert.Equal(17, counts["iotaspire.generator.readings.dropped"]);
        Assert.Contains("17 readings from 1970-01-01T00:00:00.0000000Z to 1970-01-01T00:00:17.0000000Z are lost", Assert.Single(_log.Of(1104)), StringComparison.Ordinal);
    }

    private static async Task SendAsync(LaneOutput output, string key, int value)
    {
        var packer = new EventPacker(key, output.Pool, output.Full);
        packer.Add(Template, "a", DateTime.UnixEpoch, value, 1, 0);
        packer.Flush();
        await output.SendFullAsync(Token);
    }

    private Func<bool> Advance(Func<bool> condition) => () =>
    {
        _clock.Advance(TimeSpan.FromSeconds(10));
        return condition();
    };

    private LaneOutput Create() => new(HubClients.Producer(new PretendedProducer(_hub.Take), new("localhost", 5672)), new GeneratorTelemetry(_services.GetRequiredService<IMeterFactory>()), _clock, _log);

    private sealed class ThrottledHub
    {
        public int Refusals { get; set; }

        public EventHubFailureReason Reason { get; set; } = EventHubFailureReason.Busy;

        public List<double> Tried { get; } = [];

        public List<string> Accepted { get; } = [];

        public void Take(string partitionKey, IReadOnlyList<EventData> events)
        {
            var readings = new List<DecodedReading>();
            ReadingDecoder.Decode(Assert.Single(events).ReadBody().Span, readings, []);
            Tried.Add(readings[0].Reading.Value);
            if (Refusals-- > 0)
                throw new EventHubException(Reason, "slow down");
            Accepted.Add(partitionKey);
        }
    }
}
