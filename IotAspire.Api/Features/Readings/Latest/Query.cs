using IotAspire.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace IotAspire.Api.Features.Readings.Latest;

internal sealed class Query(IotDbContext database)
{
    /// <summary>From each sensor's newest day: the raw table would have to be searched in every one of its partitions.</summary>
    public async Task<Response> LatestAsync(CancellationToken cancellationToken)
    {
        var days = database.Rollups(RollupLevel.Day).AsNoTracking();
        var newest = days.GroupBy(day => day.Sensor).Select(day => new { Sensor = day.Key, BucketStart = day.Max(row => row.BucketStart) });
        var readings =
            from day in days
            join last in newest on new { day.Sensor, day.BucketStart } equals new { last.Sensor, last.BucketStart }
            join sensor in database.Sensors on day.Sensor equals sensor.Id
            orderby sensor.SensorId
            select new LatestReading(sensor.SensorId, day.LastAt, day.Last, sensor.Unit);
        return new(await readings.ToListAsync(cancellationToken));
    }
}
