using System.Collections.Concurrent;
using IotAspire.Contracts.Catalogue;
using IotAspire.Storage.Model;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MySqlConnector;

namespace IotAspire.Storage.Ingest;

/// <summary>
/// Knows every sensor's key; registers those it meets for the first time. Registration commits by itself, before the batch: a
/// sensor without readings does no harm, and a rolled-back batch must not leave a key in memory that the table doesn't have.
/// </summary>
public sealed class SensorRegistry(MySqlDataSource dataSource, IOptions<SensorRegistryOptions> options, ILogger<SensorRegistry> logger)
{
    private const int SensorsPerStatement = 500;

    private static readonly TimeSpan RegistrationTimeout = TimeSpan.FromSeconds(20);

    private KnownSensors? _known;
    private Dictionary<string, Sensor> _catalogue = [];

    /// <summary>Writes the catalogue into the table <c>sensors</c>. Sensors that it no longer names keep their rows.</summary>
    public async Task StoreCatalogueAsync(SensorCatalogue catalogue, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var known = await KnownAsync(connection, cancellationToken);
        foreach (var chunk in catalogue.Sensors.Chunk(SensorsPerStatement))
            await SensorStatements.UpsertAsync(connection, chunk, cancellationToken);
        await ReadAsync(connection, known, catalogue.Sensors.Select(sensor => sensor.SensorId), cancellationToken);
        Volatile.Write(ref _catalogue, catalogue.Sensors.ToDictionary(sensor => sensor.SensorId, StringComparer.Ordinal));
        StorageLog.CatalogueStored(logger, catalogue.Sensors.Count);
    }

    internal async Task<KnownSensors> ResolveAsync(IReadOnlyList<IngestReading> readings, CancellationToken cancellationToken)
    {
        var known = Volatile.Read(ref _known);
        var unknown = new Dictionary<string, string>(StringComparer.Ordinal);
        // Events bring many readings of one sensor in a row, with one string for its id.
        string? previous = null;
        for (var i = 0; i < readings.Count; i++)
        {
            var (sensorId, _, _, unit) = readings[i].Reading;
            if (ReferenceEquals(sensorId, previous))
                continue;
            previous = sensorId;
            if (known?.Entries.ContainsKey(sensorId) != true)
                unknown.TryAdd(sensorId, unit);
        }

        return known is not null && unknown.Count == 0 ? known : await RegisterAsync(unknown, cancellationToken);
    }

    /// <summary>A sensor has been removed since these were learnt, and any of them may be the one: all are read again.</summary>
    internal void Forget(KnownSensors stale) => Interlocked.CompareExchange(ref _known, null, stale);

    private async Task<KnownSensors> RegisterAsync(Dictionary<string, string> unitOfSensor, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var known = await KnownAsync(connection, cancellationToken);
        if (unitOfSensor.Count == 0)
            return known;
        await ReadAsync(connection, known, unitOfSensor.Keys, cancellationToken);
        if (!await MayAdmitAsync(connection, known, unitOfSensor, cancellationToken))
            return known;
        // The limit holds for all processes together.
        await using var registering = await DatabaseLock.TryTakeAsync(connection, "sensors", RegistrationTimeout, cancellationToken)
            ?? throw new TimeoutException($"Other sessions have registered sensors for {RegistrationTimeout.TotalSeconds} s.");
        var missing = await AdmitAsync(connection, known, unitOfSensor, cancellationToken);
        // Removed again before it was read: once more.
        for (; missing.Count > 0; missing = missing.FindAll(sensor => !known.Entries.ContainsKey(sensor.Key)))
        {
            foreach (var chunk in missing.Chunk(SensorsPerStatement))
            {
                await InsertMissingAsync(connection, chunk, cancellationToken);
                await ReadAsync(connection, known, chunk.Select(sensor => sensor.Key), cancellationToken);
            }
        }

        return known;
    }

    // Beyond the limit nothing needs the lock, so that a flood of unknown sensors doesn't make partitions wait for each other.
    private async Task<bool> MayAdmitAsync(MySqlConnection connection, KnownSensors known, Dictionary<string, string> unitOfSensor, CancellationToken cancellationToken)
    {
        var missing = unitOfSensor.Keys.Where(sensor => !known.Entries.ContainsKey(sensor)).ToList();
        if (missing.Count == 0 || missing.Exists(Volatile.Read(ref _catalogue).ContainsKey))
            return missing.Count > 0;
        var registered = await SensorStatements.CountRegisteredAsync(connection, cancellationToken);
        if (registered < options.Value.MaxSensors)
            return true;
        StorageLog.SensorsRefused(logger, missing.Count, registered, options.Value.MaxSensors);
        return false;
    }

    // Sensors that other processes have registered since are read. Of the rest, those in the catalogue are admitted, and others up to the limit.
    private async Task<List<KeyValuePair<string, string>>> AdmitAsync(
        MySqlConnection connection, KnownSensors known, Dictionary<string, string> unitOfSensor, CancellationToken cancellationToken)
    {
        await ReadAsync(connection, known, unitOfSensor.Keys, cancellationToken);
        var catalogue = Volatile.Read(ref _catalogue);
        var missing = unitOfSensor.Where(sensor => !known.Entries.ContainsKey(sensor.Key)).ToLookup(sensor => catalogue.ContainsKey(sensor.Key));
        var others = missing[false].ToList();
        if (others.Count == 0)
            return [.. missing[true]];
        var registered = await SensorStatements.CountRegisteredAsync(connection, cancellationToken);
        var admitted = others.Take((int)Math.Clamp(options.Value.MaxSensors - registered, 0, others.Count)).ToList();
        if (admitted.Count < others.Count)
            StorageLog.SensorsRefused(logger, others.Count - admitted.Count, registered, options.Value.MaxSensors);
        foreach (var (sensorId, _) in admitted)
            StorageLog.SensorRegisteredFromReading(logger, sensorId, SensorOrigin.Reading);
        return [.. missing[true], .. admitted];
    }

    // A sensor of the catalogue is missing only if it has been removed since; it comes back unchanged.
    private async Task InsertMissingAsync(MySqlConnection connection, KeyValuePair<string, string>[] unitOfSensor, CancellationToken cancellationToken)
    {
        var catalogue = Volatile.Read(ref _catalogue);
        var described = unitOfSensor.Select(sensor => catalogue.GetValueOrDefault(sensor.Key)).OfType<Sensor>().OrderBy(sensor => sensor.SensorId, StringComparer.Ordinal).ToArray();
        var others = unitOfSensor.Where(sensor => !catalogue.ContainsKey(sensor.Key)).ToArray();
        if (described.Length > 0)
            await SensorStatements.UpsertAsync(connection, described, cancellationToken);
        if (others.Length > 0)
            await SensorStatements.InsertMissingAsync(connection, others, cancellationToken);
    }

    // The generation is read before any sensor: one that is removed after it was read has raised the generation since.
    private async Task<KnownSensors> KnownAsync(MySqlConnection connection, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _known) is { } known)
            return known;
        var limits = await RetentionStore.ReadLimitsAsync(connection, cancellationToken);
        var mine = new KnownSensors(limits.SensorsGeneration);
        return Interlocked.CompareExchange(ref _known, mine, null) ?? mine;
    }

    private static async Task ReadAsync(MySqlConnection connection, KnownSensors known, IEnumerable<string> sensorIds, CancellationToken cancellationToken)
    {
        foreach (var chunk in sensorIds.Chunk(SensorsPerStatement))
        {
            await foreach (var (sensorId, entry) in SensorStatements.ReadAsync(connection, chunk, cancellationToken))
                known.Entries[sensorId] = entry;
        }
    }
}

/// <summary>How many sensors may be registered.</summary>
public sealed class SensorRegistryOptions
{
    /// <summary>Sensors that readings may register, without those of the catalogue.</summary>
    public int MaxSensors { get; set; } = 100_000;
}

/// <summary>Sensors with their keys, all of them read since none had been removed but those that <paramref name="generation"/> counts.</summary>
internal sealed class KnownSensors(uint generation)
{
    public uint Generation => generation;

    public ConcurrentDictionary<string, SensorEntry> Entries { get; } = new(StringComparer.Ordinal);
}
