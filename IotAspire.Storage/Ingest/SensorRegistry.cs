using System.Collections.Concurrent;
using IotAspire.Contracts.Catalogue;
using IotAspire.Storage.Model;
using Microsoft.Extensions.Logging;
using MySqlConnector;

namespace IotAspire.Storage.Ingest;

/// <summary>
/// Knows every sensor's key; registers those it meets for the first time. Registration commits by itself, before the batch: a
/// sensor without readings does no harm, and a rolled-back batch must not leave a key in memory that the table doesn't have.
/// </summary>
public sealed class SensorRegistry(MySqlDataSource dataSource, ILogger<SensorRegistry> logger)
{
    private readonly ConcurrentDictionary<string, SensorEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>Writes the catalogue into the table <c>sensors</c>. Sensors that it no longer names keep their rows.</summary>
    public async Task StoreCatalogueAsync(SensorCatalogue catalogue, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        foreach (var chunk in catalogue.Sensors.Chunk(500))
            await SensorStatements.UpsertAsync(connection, chunk, cancellationToken);
        await ReadAsync(connection, catalogue.Sensors.Select(sensor => sensor.SensorId), cancellationToken);
        StorageLog.CatalogueStored(logger, catalogue.Sensors.Count);
    }

    internal async Task<IReadOnlyDictionary<string, SensorEntry>> ResolveAsync(
        IReadOnlyList<IngestReading> readings, CancellationToken cancellationToken)
    {
        var unknown = new Dictionary<string, string>(StringComparer.Ordinal);
        // Events bring many readings of one sensor in a row, with one string for its id.
        string? previous = null;
        for (var i = 0; i < readings.Count; i++)
        {
            var (sensorId, _, _, unit) = readings[i].Reading;
            if (ReferenceEquals(sensorId, previous))
                continue;
            previous = sensorId;
            if (!_entries.ContainsKey(sensorId))
                unknown.TryAdd(sensorId, unit);
        }

        if (unknown.Count > 0)
            await RegisterAsync(unknown, cancellationToken);
        return _entries;
    }

    private async Task RegisterAsync(Dictionary<string, string> unitOfSensor, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        foreach (var chunk in unitOfSensor.Chunk(500))
        {
            await SensorStatements.InsertMissingAsync(connection, chunk, cancellationToken);
            await ReadAsync(connection, chunk.Select(sensor => sensor.Key), cancellationToken);
        }

        foreach (var sensorId in unitOfSensor.Keys.Where(sensorId => _entries[sensorId].Range is null))
            StorageLog.SensorRegisteredFromReading(logger, sensorId, SensorOrigin.Reading);
    }

    private async Task ReadAsync(MySqlConnection connection, IEnumerable<string> sensorIds, CancellationToken cancellationToken)
    {
        foreach (var chunk in sensorIds.Chunk(500))
        {
            await foreach (var (sensorId, entry) in SensorStatements.ReadAsync(connection, chunk, cancellationToken))
                _entries[sensorId] = entry;
        }
    }
}
