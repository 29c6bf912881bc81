using IotAspire.Storage.Model;

namespace IotAspire.Api.Features.Live;

/// <summary>
/// A sensor that somebody listens to, and how far its readings have been streamed. One sensor's readings are in one partition, so
/// they are stored in the order in which the hub took them: what is stored later is never enqueued earlier.
/// </summary>
internal sealed class WatchedSensor(SensorRow sensor)
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<DateTime> _atEnqueued = [];

    public uint Id => sensor.Id;

    public string SensorId => sensor.SensorId;

    public string Unit => sensor.Unit;

    /// <summary>Readings expected in a time; null where no interval is known.</summary>
    public double? ExpectedIn(TimeSpan time) => sensor.ExpectedIntervalMs is { } interval and > 0 ? time.TotalMilliseconds / interval : null;

    /// <summary>How many listen.</summary>
    public int Readers { get; set; }

    /// <summary>Once whatever is stored from now on is streamed.</summary>
    public Task Begun => _begun.Task;

    /// <summary>Everything enqueued before has been looked at; null where no reading is known yet.</summary>
    public DateTime? EnqueuedAt { get; private set; }

    public void Start(DateTime? enqueuedAt) => EnqueuedAt = enqueuedAt;

    public void Begin() => _begun.TrySetResult();

    /// <summary>Whether a reading hasn't been streamed; notes that it is now. Readings come in the order of their enqueued times.</summary>
    public bool Advance(in StoredReading reading)
    {
        if (EnqueuedAt is { } before && reading.EnqueuedAt < before)
            return false;
        if (reading.EnqueuedAt != EnqueuedAt)
        {
            _atEnqueued.Clear();
            EnqueuedAt = reading.EnqueuedAt;
        }

        return _atEnqueued.Add(reading.MeasuredAt);
    }
}
