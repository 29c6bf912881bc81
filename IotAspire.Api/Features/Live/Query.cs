using IotAspire.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace IotAspire.Api.Features.Live;

internal sealed class Query(IotDbContext database)
{
    /// <summary>The sensors of these names, and a name that no sensor has; all sensors, where none is given.</summary>
    public async Task<(IReadOnlyList<SensorRow> Sensors, string? Unknown)> FindAsync(string? sensorIds, CancellationToken cancellationToken)
    {
        if (sensorIds is null)
            return (await database.Sensors.AsNoTracking().OrderBy(sensor => sensor.Id).ToListAsync(cancellationToken), null);
        var names = Request.Split(sensorIds).Distinct().ToList();
        var sensors = await database.Sensors.AsNoTracking().Where(sensor => names.Contains(sensor.SensorId)).ToListAsync(cancellationToken);
        return (sensors, names.Except(sensors.Select(sensor => sensor.SensorId)).FirstOrDefault());
    }
}
