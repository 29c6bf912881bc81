namespace IotAspire.Api.Features.Live;

/// <summary>What of the buffer one reader gets.</summary>
/// <param name="sensors">What it listens to.</param>
/// <param name="kinds">What it chose.</param>
/// <param name="replayed">What it got already from the database.</param>
/// <param name="position">What it has come to.</param>
internal sealed class LiveFilter(IEnumerable<WatchedSensor> sensors, HashSet<LiveKind> kinds, HashSet<LiveKey> replayed, DateTime position)
{
    // The look under way when the replay was read, and one more: after them the buffer has nothing that the replay had.
    private const int LooksWithReplayed = 2;

    private readonly HashSet<uint> _sensors = [.. sensors.Select(sensor => sensor.Id)];
    private int _looks;

    /// <summary>The last position sent.</summary>
    public DateTime Position { get; private set; } = position;

    public bool Accepts(in LiveEvent one)
    {
        if (one.Key.Kind is LiveKind.Position or LiveKind.Notice)
            return Note(one.Key);
        return kinds.Contains(one.Key.Kind) && _sensors.Contains(one.Key.Sensor) && !replayed.Contains(one.Key);
    }

    private bool Note(in LiveKey key)
    {
        Position = key.At;
        if (key.Kind == LiveKind.Position && replayed.Count > 0 && ++_looks > LooksWithReplayed)
            replayed = [];
        return true;
    }
}
