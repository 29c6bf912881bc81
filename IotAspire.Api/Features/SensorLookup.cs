using IotAspire.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace IotAspire.Api.Features;

/// <summary>From a sensor's id to its row.</summary>
internal sealed class SensorLookup(IotDbContext database)
{
    public Task<SensorRow?> FindAsync(string sensorId, CancellationToken cancellationToken) =>
        database.Sensors.AsNoTracking().SingleOrDefaultAsync(sensor => sensor.SensorId == sensorId, cancellationToken);

    public static string NotFound(string sensorId) => $"There is no sensor \"{sensorId}\"; /api/v1/sensors lists those that there are.";
}
