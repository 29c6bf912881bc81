using IotAspire.Api.Features;
using IotAspire.Api.Features.Readings;
using IotAspire.Api.Features.Selection;
using IotAspire.Api.Formats;
using IotAspire.Storage;
using IotAspire.Storage.Model;
using IotAspire.Storage.Queries;
using MySqlConnector;

namespace IotAspire.Api.Hosting;

/// <summary>
/// Does once, for nobody, what answering needs: writes a row in each format and reads a minute of a sensor. The code for it is compiled
/// then, which takes half a second that the first caller of a new process would have to wait for.
/// </summary>
internal sealed class WarmUp(
    IHostApplicationLifetime lifetime,
    SensorQuery sensors,
    MySqlDataSource dataSource,
    DayReader days,
    ReadingReader readings,
    RollupReader rollups,
    TimeProvider clock,
    ILogger<WarmUp> logger) : BackgroundService
{
    private static readonly TimeSpan Range = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        try
        {
            await started.Task.WaitAsync(stoppingToken);
            var begun = clock.GetTimestamp();
            await WriteAsync(stoppingToken);
            await ReadAsync(stoppingToken);
            ApiLog.Warm(logger, clock.GetElapsedTime(begun));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Nobody needs it any more.
        }
        catch (Exception exception) when (DatabaseFault.IsMissingSchema(exception) || DatabaseFault.IsTransient(exception))
        {
            ApiLog.NotWarm(logger, DatabaseFault.Describe(exception));
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        var reading = new LatestReading("none", clock.GetUtcNow().UtcDateTime, 0.1, "°C");
        foreach (var format in ResultFormat.All)
        {
            var row = new ListRows<LatestReading>(Features.Readings.ListLatestReadings.Columns, [reading], _ => new Cursor("none", default), limit: null);
            await TableAnswer.WriteAsync(Stream.Null, format, row, Features.Readings.ListLatestReadings.Table.Envelope(), cursor => cursor, cancellationToken);
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        // Separate, so that no request gets what was read before it arrived.
        var known = await new SensorDirectory(sensors, clock).GetAsync(cancellationToken);
        IReadOnlyList<SensorRow> one = [.. known.All.Take(1)];
        await new StoredState(dataSource, clock).GetAsync(cancellationToken);
        await days.NewestAsync(one, cancellationToken);
        var now = clock.GetUtcNow().UtcDateTime;
        await foreach (var _ in readings.ReadAsync(one, new(now - Range, now), ReadingFilter.None, isDescending: false, after: null, maxRows: 1, cancellationToken))
        {
        }

        await foreach (var _ in rollups.ReadAsync(one, RollupLevel.Minute, new(now - Range, now), RollupColumns.Sum, maxRows: 1, cancellationToken))
        {
        }
    }
}
