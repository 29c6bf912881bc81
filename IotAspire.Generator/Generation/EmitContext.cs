using IotAspire.Generator.Faults;

namespace IotAspire.Generator.Generation;

/// <summary>What a device needs to know to send.</summary>
/// <param name="ReadingsPerEvent">How many readings share an event at most.</param>
/// <param name="Now">Timestamp of the clock.</param>
/// <param name="Ledger">Takes the faults.</param>
/// <param name="Tally">Counts the faults.</param>
internal readonly record struct EmitContext(int ReadingsPerEvent, long Now, Ledger Ledger, FaultTally Tally)
{
    public void Record(SensorFaultKind fault, string sensorId, long at, double trueValue) => Record(fault, sensorId, at, trueValue, at, trueValue);

    public void Record(SensorFaultKind fault, string sensorId, long at, double trueValue, long sentAt, double sentValue)
    {
        Tally.Add(fault);
        Ledger.Write(fault, sensorId, at, trueValue, sentAt, sentValue);
    }
}
