using System.Runtime.InteropServices;
using IotAspire.Storage.Model;

namespace IotAspire.Storage.Ingest;

/// <summary>
/// A batch sorted into what is stored: distinct readings in key order, repetitions within the batch, and dead letters. Pure: the
/// same batch, sensors and retention give the same content. Used again, for its lists' sake.
/// </summary>
/// <param name="rooms">To sort in.</param>
internal sealed class BatchContent(SortRooms rooms)
{
    /// <summary>Distinct and in key order, because the server loads sorted rows faster and two writers can't deadlock.</summary>
    public List<StoredReading> Records { get; } = [];

    /// <summary>Readings whose key the batch holds already, and the value that the batch holds; in key order.</summary>
    public List<(StoredReading Record, double First)> Again { get; } = [];

    /// <summary>A list of each batch's own: the result keeps it.</summary>
    public List<DeadLetter> DeadLetters { get; private set; } = [];

    /// <summary>Takes the place of what another batch left.</summary>
    public void Sort(IngestBatch batch, IReadOnlyDictionary<string, SensorEntry> sensors, IngestLimits limits)
    {
        Records.Clear();
        Again.Clear();
        DeadLetters = [.. batch.DeadLetters];
        AddAll(batch.Readings, sensors, limits);
        rooms.Use(Records.Count, room => KeyOrder.Sort(CollectionsMarshal.AsSpan(Records), room));
        SetRepetitionsAside();
    }

    /// <summary>All readings that change no row, in key order, given the values of those that the table held before the batch.</summary>
    public List<RepeatedReading> FindRepeated(IReadOnlyDictionary<ReadingKey, double> existing)
    {
        var repeated = new List<RepeatedReading>(existing.Count + Again.Count);
        if (existing.Count > 0)
        {
            foreach (var record in Records)
            {
                if (existing.TryGetValue(record.Key, out var value))
                    repeated.Add(new(record.Key, !value.Equals(record.Value)));
            }
        }

        foreach (var (record, first) in Again)
            repeated.Add(new(record.Key, !existing.GetValueOrDefault(record.Key, first).Equals(record.Value)));
        if (Again.Count > 0 && existing.Count > 0)
            repeated.Sort((left, right) => left.Key.CompareTo(right.Key));
        return repeated;
    }

    private void AddAll(IReadOnlyList<IngestReading> readings, IReadOnlyDictionary<string, SensorEntry> sensors, IngestLimits limits)
    {
        // Events bring many readings of one sensor in a row, with one string for its id.
        string? sensorId = null;
        SensorEntry? sensor = null;
        for (var i = 0; i < readings.Count; i++)
        {
            var item = readings[i];
            if (sensor is null || !ReferenceEquals(item.Reading.SensorId, sensorId))
                (sensorId, sensor) = (item.Reading.SensorId, sensors.GetValueOrDefault(item.Reading.SensorId));
            if (sensor is null)
                DeadLetters.Add(new(item.Origin, DeadLetterReason.TooManySensors, $"sensorId: \"{sensorId}\" isn't registered, and no further sensor may be (Aggregator:MaxSensors); the catalogue may name it"));
            else
                Add(item, sensor, limits);
        }
    }

    private void Add(in IngestReading item, SensorEntry sensor, IngestLimits limits)
    {
        var (reading, origin) = item;
        if (limits.FindFault(reading, sensor) is var (reason, detail))
            DeadLetters.Add(new(origin, reason, detail));
        else
            Records.Add(new(sensor.Id, reading.MeasuredAt, reading.Value, origin.EnqueuedAt, Judge(item, sensor, limits)));
    }

    private void SetRepetitionsAside()
    {
        var records = CollectionsMarshal.AsSpan(Records);
        var kept = 0;
        for (var i = 0; i < records.Length; i++)
        {
            if (kept > 0 && records[i].Key == records[kept - 1].Key)
                Again.Add((records[i], records[kept - 1].Value));
            else
                records[kept++] = records[i];
        }

        CollectionsMarshal.SetCount(Records, kept);
    }

    private static ReadingQuality Judge(in IngestReading item, SensorEntry sensor, IngestLimits limits)
    {
        var quality = ReadingQuality.None;
        if (sensor.Range is { } range && !range.Contains(item.Reading.Value))
            quality |= ReadingQuality.OutOfRange;
        if (limits.IsLate(RollupLevel.Minute, item.Reading.MeasuredAt, item.Origin.EnqueuedAt))
            quality |= ReadingQuality.Late;
        if (IngestLimits.IsAhead(item.Reading.MeasuredAt, item.Origin.EnqueuedAt))
            quality |= ReadingQuality.Ahead;
        return quality;
    }
}

/// <summary>A reading that was there already.</summary>
/// <param name="Key">Its key.</param>
/// <param name="IsConflict">Whether the one that is there has another value.</param>
internal readonly record struct RepeatedReading(ReadingKey Key, bool IsConflict);
