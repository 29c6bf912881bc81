using IotAspire.Contracts;
using IotAspire.Storage.Model;
using IotAspire.Storage.Queries;

namespace IotAspire.Api.Features.Selection;

/// <summary>All sensors, at most a second old: nearly every request needs some of them.</summary>
internal sealed class SensorDirectory(SensorQuery query, TimeProvider clock)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private readonly Snapshot<SensorList> _snapshot = new(token => ReadAsync(query, token), MaxAge, clock);

    public ValueTask<SensorList> GetAsync(CancellationToken cancellationToken) => _snapshot.GetAsync(cancellationToken);

    /// <summary>As it is now; for a sensor that may have come a moment ago.</summary>
    public ValueTask<SensorList> RefreshAsync(CancellationToken cancellationToken) => _snapshot.RefreshAsync(cancellationToken);

    private static async Task<SensorList> ReadAsync(SensorQuery query, CancellationToken cancellationToken) => new(await query.ListAsync(max: null, cancellationToken));
}

/// <summary>All sensors in the order of their short keys, which is the order of every answer.</summary>
internal sealed class SensorList(IReadOnlyList<SensorRow> all)
{
    private const int MinPartLength = 3;
    private const int MaxNear = 3;
    private readonly Dictionary<string, SensorRow> _byName = all.ToDictionary(sensor => sensor.SensorId, StringComparer.Ordinal);

    public IReadOnlyList<SensorRow> All => all;

    public SensorRow? Find(string sensorId) => _byName.GetValueOrDefault(sensorId);

    /// <summary>Some whose id holds that text, or else those whose id a slip makes of it.</summary>
    public IReadOnlyList<string> Near(string sensorId)
    {
        var ids = all.Select(sensor => sensor.SensorId);
        var holding = sensorId.Length < MinPartLength ? [] : ids.Where(id => id.Contains(sensorId, StringComparison.OrdinalIgnoreCase)).Take(MaxNear).ToList();
        return holding.Count > 0 ? holding : NearWords.Find(sensorId, ids);
    }
}
