namespace IotAspire.Generator.Faults;

/// <summary>What goes wrong with a reading. The first four change its value, and at most one of them does.</summary>
internal enum SensorFaultKind
{
    /// <summary>A value beyond what the sensor can truthfully give.</summary>
    OutOfRange,

    /// <summary>A single value far off.</summary>
    Spike,

    /// <summary>The sensor repeats one value.</summary>
    FlatLine,

    /// <summary>The sensor's zero moves away, until it is calibrated again.</summary>
    Drift,

    /// <summary>The sensor's clock is wrong: <c>measuredAt</c> isn't the instant of the value.</summary>
    ClockSkew,

    /// <summary>The sensor is out of action; nothing is sent, ever.</summary>
    Dropout,

    /// <summary>The sensor is offline; all is sent at once when it is back.</summary>
    BurstLate,

    /// <summary>Sent a few readings later than its turn.</summary>
    OutOfOrder,

    /// <summary>Sent again, a while later.</summary>
    Duplicate,

    /// <summary>The event holds no reading any more.</summary>
    Malformed,
}

internal static class FaultNames
{
    private static readonly string[] Names =
        ["out-of-range", "spike", "flat-line", "drift", "clock-skew", "dropout", "burst-late", "out-of-order", "duplicate", "malformed"];

    /// <summary>As the ledger and metrics spell it.</summary>
    public static string Name(this SensorFaultKind kind) => Names[(int)kind];
}

/// <summary>Counts faults by kind; one thread adds, any reads.</summary>
internal sealed class FaultTally
{
    private readonly long[] _counts = new long[Enum.GetValues<SensorFaultKind>().Length];

    public void Add(SensorFaultKind fault) => Volatile.Write(ref _counts[(int)fault], _counts[(int)fault] + 1);

    public long this[SensorFaultKind fault] => Volatile.Read(ref _counts[(int)fault]);
}
