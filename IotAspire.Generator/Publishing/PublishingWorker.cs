using System.Threading.Channels;
using IotAspire.Contracts.Readings;
using IotAspire.EventHubs;
using IotAspire.Generator.Generation;
using IotAspire.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace IotAspire.Generator.Publishing;

/// <summary>Sends what is buffered, each sensor's readings in order and under its id as partition key.</summary>
internal sealed class PublishingWorker(
    Channel<Reading> buffer,
    IEventHubProducer producer,
    IOptions<GeneratorOptions> options,
    GeneratorTelemetry telemetry,
    TimeProvider clock,
    IServiceProvider services,
    ILogger<PublishingWorker> logger) : BackgroundService
{
    private const int ReadingsPerTurn = 5000;
    // Below what the local host gives before it kills, so that what is left behind is still said.
    private static readonly TimeSpan FlushTime = TimeSpan.FromSeconds(1.5);
    private readonly Backoff _backoff = new(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(10));
    private long _published;
    private int _unpublished;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var flush = new CancellationTokenSource();
        await using var stopping = stoppingToken.Register(() => flush.CancelAfter(FlushTime));
        try
        {
            // Ends when generation has, and the buffer is empty.
            while (await buffer.Reader.WaitToReadAsync(flush.Token))
                await PublishAsync(Take(), flush.Token);
            GeneratorLog.PublishingStopped(logger, _published);
        }
        catch (OperationCanceledException) when (flush.IsCancellationRequested)
        {
            GeneratorLog.ReadingsAbandoned(logger, _unpublished + buffer.Reader.Count);
        }
        catch (EventHubException exception) when (!exception.IsTransient)
        {
            services.StopAfterFailure(exception);
        }
    }

    private Dictionary<string, List<Reading>> Take()
    {
        var readingsOfSensor = new Dictionary<string, List<Reading>>(StringComparer.Ordinal);
        for (_unpublished = 0; _unpublished < ReadingsPerTurn && buffer.Reader.TryRead(out var reading); _unpublished++)
        {
            if (!readingsOfSensor.TryGetValue(reading.SensorId, out var readings))
                readingsOfSensor.Add(reading.SensorId, readings = []);
            readings.Add(reading);
        }

        return readingsOfSensor;
    }

    private async Task PublishAsync(Dictionary<string, List<Reading>> readingsOfSensor, CancellationToken cancellationToken)
    {
        foreach (var (sensorId, readings) in readingsOfSensor)
        {
            await SendAsync(sensorId, EventPacker.Pack(readings, options.Value.ReadingsPerEvent), cancellationToken);
            _published += readings.Count;
            _unpublished -= readings.Count;
            telemetry.Published(readings.Count);
        }
    }

    private async Task SendAsync(string sensorId, List<OutgoingEvent> events, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await producer.SendAsync(sensorId, events, cancellationToken);
                if (_backoff.Failures > 0)
                    GeneratorLog.PublishingResumed(logger);
                _backoff.Reset();
                return;
            }
            catch (EventHubException exception) when (exception.IsTransient)
            {
                var pause = _backoff.Next();
                GeneratorLog.PublishingFailed(logger, _backoff.Failures, pause, exception.Message);
                await Task.Delay(pause, clock, cancellationToken);
            }
        }
    }
}
