using IotAspire.Storage.Model;

namespace IotAspire.Storage.Ingest;

/// <summary>
/// A batch sorted into what is stored: distinct readings in key order, repetitions within the batch, and dead letters. Pure: the
/// same batch, sensors and retention give the same content.
/// </summary>
internal sealed class BatchContent
{
    private readonly Dictionary<ReadingKey, double> _valueOfKey = [];

    private BatchContent(IReadOnlyList<DeadLetter> deadLetters) => DeadLetters = [.. deadLetters];

    /// <summary>Distinct and in key order, because the server loads sorted rows faster and two writers can't deadlock.</summary>
    public List<ReadingRecord> Records { get; } = [];

    /// <summary>Readings whose key the batch holds already.</summary>
    public List<ReadingRecord> Again { get; } = [];

    public List<DeadLetter> DeadLetters { get; }

    public static BatchContent Sort(IngestBatch batch, IReadOnlyDictionary<string, SensorEntry> sensors, IngestLimits limits)
    {
        var content = new BatchContent(batch.DeadLetters);
        foreach (var item in batch.Readings)
            content.Add(item, sensors[item.Reading.SensorId], limits);
        content.Records.Sort((left, right) => left.Key.CompareTo(right.Key));
        return content;
    }

    /// <summary>All readings that change no row, given the values of those that the table held before the batch.</summary>
    public List<RepeatedReading> FindRepeated(IReadOnlyDictionary<ReadingKey, double> existing)
    {
        var repeated = Records.Where(record => existing.ContainsKey(record.Key)).Concat(Again);
        return [.. repeated.Select(record => new RepeatedReading(record.Key, !ValueThatStands(record.Key).Equals(record.Value)))];

        double ValueThatStands(ReadingKey key) => existing.TryGetValue(key, out var value) ? value : _valueOfKey[key];
    }

    private void Add(in IngestReading item, SensorEntry sensor, IngestLimits limits)
    {
        var reading = item.Reading;
        var key = new ReadingKey(sensor.Id, reading.MeasuredAt);
        if (limits.FindFault(reading, sensor) is var (reason, detail))
            DeadLetters.Add(new(item.Origin, reason, detail));
        else
            (_valueOfKey.TryAdd(key, reading.Value) ? Records : Again).Add(
                new(key.Sensor, key.MeasuredAt, reading.Value, item.Origin.EnqueuedAt, Judge(item, sensor, limits)));
    }

    private static ReadingQuality Judge(in IngestReading item, SensorEntry sensor, IngestLimits limits)
    {
        var quality = ReadingQuality.None;
        if (sensor.Range is { } range && !range.Contains(item.Reading.Value))
            quality |= ReadingQuality.OutOfRange;
        if (limits.IsLate(RollupLevel.Minute, item.Reading.MeasuredAt, item.Origin.EnqueuedAt))
            quality |= ReadingQuality.Late;
        return quality;
    }
}
