using IotAspire.Api.Live;
using IotAspire.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace IotAspire.Api.Features.Live;

internal sealed class LiveSensorQuery(IotDbContext database, IOptions<LiveOptions> options)
{
    /// <summary>
    /// The sensors of these names, and a name that no sensor has; where no name is given, all sensors, or one more than streams may have.
    /// </summary>
    public async Task<(IReadOnlyList<SensorRow> Sensors, string? Unknown)> FindAsync(string? sensorIds, CancellationToken cancellationToken)
    {
        if (sensorIds is null)
            return (await database.Sensors.AsNoTracking().OrderBy(sensor => sensor.Id).Take(options.Value.Sensors + 1).ToListAsync(cancellationToken), null);
        var names = StreamLiveRequest.Split(sensorIds).Distinct().ToList();
        var sensors = await database.Sensors.AsNoTracking().Where(sensor => names.Contains(sensor.SensorId)).ToListAsync(cancellationToken);
        return (sensors, names.Except(sensors.Select(sensor => sensor.SensorId)).FirstOrDefault());
    }
}
