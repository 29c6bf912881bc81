using System.Globalization;

namespace IotAspire.EventHubs.Emulator;

/// <summary>A fault at work; disposing of it ends it.</summary>
public sealed class InjectedFault : IDisposable
{
    private readonly TimeProvider _time;
    private readonly long _start;
    private int _met;
    private volatile bool _isEnded;

    internal InjectedFault(int id, Fault fault, TimeProvider time)
    {
        (Id, Fault, _time) = (id.ToString(CultureInfo.InvariantCulture), fault, time);
        _start = time.GetTimestamp();
    }

    /// <summary>Names it among the faults of the emulator.</summary>
    public string Id { get; }

    /// <summary>What was asked for.</summary>
    public Fault Fault { get; }

    /// <summary>How many operations it has met.</summary>
    public int Met => Volatile.Read(ref _met);

    /// <summary>Whether it goes on.</summary>
    public bool IsActive => !_isEnded && (Fault.Times is not { } times || Met < times) && (Fault.For is not { } time || _time.GetElapsedTime(_start) < time);

    /// <summary>Ends it.</summary>
    public void Dispose() => _isEnded = true;

    // Clients of all connections come at once; each time counts for one of them.
    internal bool TryMeet()
    {
        while (IsActive)
        {
            var met = Met;
            if (met >= (Fault.Times ?? int.MaxValue))
                return false;
            if (Interlocked.CompareExchange(ref _met, met + 1, met) == met)
                return true;
        }

        return false;
    }
}
