using IotAspire.Api.Times;
using IotAspire.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace IotAspire.Api.Features.Readings.List;

internal sealed class Query(IotDbContext database)
{
    /// <param name="sensor">The sensor.</param>
    /// <param name="range">The range.</param>
    /// <param name="count">Most rows.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<List<ReadingResponse>> ListAsync(SensorRow sensor, TimeRange range, int count, CancellationToken cancellationToken)
    {
        var rows = await database.Readings.AsNoTracking()
            .Where(row => row.Sensor == sensor.Id && row.MeasuredAt >= range.From && row.MeasuredAt < range.To)
            .OrderBy(row => row.MeasuredAt)
            .Take(count)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => new ReadingResponse(
            sensor.SensorId,
            row.MeasuredAt,
            row.Value,
            sensor.Unit,
            row.EnqueuedAt,
            row.Flags.HasFlag(ReadingQuality.OutOfRange),
            row.Flags.HasFlag(ReadingQuality.Late)))];
    }
}
