using MySqlConnector;

namespace IotAspire.Storage.Ingest;

/// <summary>Stores the new readings of a batch and tells which were there already.</summary>
internal static class ReadingStore
{
    private const string BeforeLoad = "before_load";
    private const int KeysPerStatement = 1000;

    /// <summary>
    /// Nearly always every row is new, and then one LOAD is all. Otherwise it is taken back, the existing keys are read, and the
    /// others are loaded: their number must come out exactly.
    /// </summary>
    /// <returns>The readings that are new, and the values of those that the table held before.</returns>
    public static async Task<(List<ReadingRecord> Added, Dictionary<ReadingKey, double> Existing)> StoreAsync(
        ReadingLoader loader, MySqlConnection connection, MySqlTransaction transaction, List<ReadingRecord> records, CancellationToken cancellationToken)
    {
        if (records.Count == 0)
            return (records, []);
        await transaction.SaveAsync(BeforeLoad, cancellationToken);
        if (await loader.LoadAsync(connection, transaction, records, cancellationToken) == records.Count)
            return (records, []);

        await transaction.RollbackAsync(BeforeLoad, cancellationToken);
        var existing = await ReadExistingAsync(connection, transaction, records, cancellationToken);
        var missing = records.FindAll(record => !existing.ContainsKey(record.Key));
        if (missing.Count > 0 && await loader.LoadAsync(connection, transaction, missing, cancellationToken) != missing.Count)
            throw new KeyTakenException();
        return (missing, existing);
    }

    private static async Task<Dictionary<ReadingKey, double>> ReadExistingAsync(
        MySqlConnection connection, MySqlTransaction transaction, List<ReadingRecord> records, CancellationToken cancellationToken)
    {
        var existing = new Dictionary<ReadingKey, double>();
        foreach (var chunk in records.Chunk(KeysPerStatement))
        {
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            var keys = new RowsText(command);
            foreach (var record in chunk)
                keys.Add(record.Sensor, record.MeasuredAt);
            command.CommandText =
                $"SELECT `sensor`, `measured_at`, `value` FROM `readings` WHERE (`sensor`, `measured_at`) IN ({keys})";
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                existing[new(reader.GetUInt32(0), reader.GetDateTime(1))] = reader.GetDouble(2);
        }

        return existing;
    }
}
