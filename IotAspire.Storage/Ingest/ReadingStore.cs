using System.Globalization;
using IotAspire.Storage.Model;

namespace IotAspire.Storage.Ingest;

/// <summary>Stores the new readings of a batch and tells which were there already.</summary>
internal static class ReadingStore
{
    // So that each row may have a warning.
    private const int RowsPerLoad = 65_000;
    private const int KeysPerStatement = 1000;

    private static readonly Statement ReadValues = new(
        "read values of readings", $"SELECT `sensor`, `measured_at`, `value` FROM `readings` WHERE (`sensor`, `measured_at`) IN ({Statement.List})");

    /// <summary>Loads in pieces of a size that the server can report on.</summary>
    /// <returns>The readings that are new, and the values of those that the table held before.</returns>
    public static async Task<(List<StoredReading> Added, Dictionary<ReadingKey, double> Existing)> StoreAsync(
        ReadingLoader loader, IngestTransaction transaction, List<StoredReading> records, CancellationToken cancellationToken)
    {
        if (records.Count <= RowsPerLoad)
            return await StorePieceAsync(loader, transaction, records, cancellationToken);
        var (added, existing) = (new List<StoredReading>(records.Count), new Dictionary<ReadingKey, double>());
        for (var start = 0; start < records.Count; start += RowsPerLoad)
        {
            var piece = records.GetRange(start, Math.Min(RowsPerLoad, records.Count - start));
            var (addedOfPiece, existingOfPiece) = await StorePieceAsync(loader, transaction, piece, cancellationToken);
            added.AddRange(addedOfPiece);
            foreach (var (key, value) in existingOfPiece)
                existing.Add(key, value);
        }

        return (added, existing);
    }

    /// <summary>
    /// One load is enough: the server leaves out existing keys and names them in its warnings. Should it name them in a way that
    /// can't be read, the load is taken back, the keys are looked up, and the others are loaded: their number must come out.
    /// </summary>
    private static async Task<(List<StoredReading> Added, Dictionary<ReadingKey, double> Existing)> StorePieceAsync(
        ReadingLoader loader, IngestTransaction transaction, List<StoredReading> records, CancellationToken cancellationToken)
    {
        if (records.Count == 0)
            return (records, []);
        await loader.PrepareAsync(transaction, cancellationToken);
        var loaded = await loader.LoadAsync(transaction, records, cancellationToken);
        if (loaded.Inserted == records.Count)
            return (records, []);
        var existing = await ReadValuesAsync(transaction, loaded.Existing, cancellationToken);
        var missing = records.FindAll(record => !existing.ContainsKey(record.Key));
        if (missing.Count == loaded.Inserted && missing.Count + existing.Count == records.Count)
            return (missing, existing);

        await ReadingLoader.TakeBackAsync(transaction, cancellationToken);
        existing = await ReadValuesAsync(transaction, records.ConvertAll(record => record.Key), cancellationToken);
        missing = records.FindAll(record => !existing.ContainsKey(record.Key));
        if (missing.Count > 0 && (await loader.LoadAsync(transaction, missing, cancellationToken)).Inserted != missing.Count)
            throw new KeyTakenException();
        return (missing, existing);
    }

    private static async Task<Dictionary<ReadingKey, double>> ReadValuesAsync(IngestTransaction transaction, List<ReadingKey> keys, CancellationToken cancellationToken)
    {
        var values = new Dictionary<ReadingKey, double>(keys.Count);
        foreach (var chunk in keys.Chunk(KeysPerStatement))
        {
            await using var command = transaction.Command(ReadValues, string.Join(',', chunk.Select(Text)));
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                values[new(reader.GetUInt32(0), reader.GetDateTime(1))] = reader.GetDouble(2);
        }

        return values;
    }

    private static string Text(ReadingKey key) =>
        string.Create(CultureInfo.InvariantCulture, $"({key.Sensor},'{key.MeasuredAt:yyyy-MM-dd HH:mm:ss.ffffff}')");
}
