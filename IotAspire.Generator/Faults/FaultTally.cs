namespace IotAspire.Generator.Faults;

/// <summary>Counts faults by kind; one thread adds, any reads.</summary>
internal sealed class FaultTally
{
    private readonly long[] _counts = new long[Enum.GetValues<SensorFaultKind>().Length];

    public void Add(SensorFaultKind fault) => Volatile.Write(ref _counts[(int)fault], _counts[(int)fault] + 1);

    public long this[SensorFaultKind fault] => Volatile.Read(ref _counts[(int)fault]);
}
