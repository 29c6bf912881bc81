using System.Threading.Channels;
using IotAspire.Contracts.Catalogue;
using IotAspire.Contracts.Readings;
using Microsoft.Extensions.Options;

namespace IotAspire.Generator.Generation;

/// <summary>Puts readings into the buffer when they are due.</summary>
internal sealed class GenerationWorker(
    SensorCatalogue catalogue,
    IOptions<GeneratorOptions> options,
    Channel<Reading> buffer,
    TimeProvider clock,
    ILogger<GenerationWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var signal = new Signal(options.Value.Seed);
        var schedule = new ReadingSchedule(catalogue.Sensors, clock.GetUtcNow().UtcDateTime, options.Value.Interval);
        GeneratorLog.Generating(logger, catalogue.Sensors.Count, options.Value.Seed);
        try
        {
            while (true)
            {
                await DelayUntilAsync(schedule.NextAt, stoppingToken);
                var at = schedule.NextAt;
                var sensor = schedule.TakeNext();
                await buffer.Writer.WriteAsync(new(sensor.SensorId, at, signal.ValueAt(sensor, at), sensor.Unit), stoppingToken);
            }
        }
        catch (OperationCanceledException exception) when (exception.CancellationToken == stoppingToken)
        {
            // Whoever publishes still empties the buffer.
            buffer.Writer.Complete();
        }
    }

    private async ValueTask DelayUntilAsync(DateTime at, CancellationToken cancellationToken)
    {
        var pause = at - clock.GetUtcNow().UtcDateTime;
        if (pause > TimeSpan.Zero)
            await Task.Delay(pause, clock, cancellationToken);
    }
}
