using IotAspire.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace IotAspire.Api.Features.Sensors.List;

internal sealed class Query(IotDbContext database)
{
    public async Task<Response> ListAsync(CancellationToken cancellationToken)
    {
        var rows = await database.Sensors.AsNoTracking().OrderBy(sensor => sensor.SensorId).ToListAsync(cancellationToken);
        return new([.. rows.Select(SensorResponse.Of)]);
    }
}
