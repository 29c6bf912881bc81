using IotAspire.Contracts.Catalogue;
using IotAspire.Contracts.Readings;
using IotAspire.Generator.Faults;
using IotAspire.Generator.Generation;
using IotAspire.Generator.Publishing;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Generator.Generation;

/// <summary>A device, the events that it sends and the ledger that it writes.</summary>
internal sealed class SimulatedSensor : IDisposable
{
    private readonly Queue<OutgoingBatch> _full = new();
    private readonly EventPacker _packer;
    private readonly Device _device;
    private readonly TemporaryFolder _folder = new();
    private readonly Ledger _ledger;

    public SimulatedSensor(Sensor sensor, DateTime from, FaultRates rates, int seed = 1, long phase = 0)
    {
        _packer = new(sensor.SensorId, new BatchPool(), _full);
        _ledger = new(_folder.Combine("ledger.ndjson"));
        _device = new(new(sensor, phase, sensor.SensorId, from), new BuildingModel([sensor], new FaultPlan(rates), seed), _packer);
    }

    public FaultTally Tally { get; } = new();

    /// <summary>Bodies of all events so far.</summary>
    public List<byte[]> Events { get; } = [];

    /// <summary>Readings of all events so far, in order.</summary>
    public List<Reading> Readings
    {
        get
        {
            var decoded = new List<DecodedReading>();
            foreach (var body in Events)
                ReadingDecoder.Decode(body, decoded, []);
            return decoded.ConvertAll(each => each.Reading);
        }
    }

    public int Emit(DateTime from, DateTime until, int readingsPerEvent = 1)
    {
        var measured = _device.Emit(from.Ticks, until.Ticks, new(readingsPerEvent, 0, _ledger, Tally));
        Take();
        return measured;
    }

    public void Finish(DateTime until)
    {
        _device.Finish(until.Ticks, new(1, 0, _ledger, Tally));
        _ledger.EndRun(_device.SensorId, _device.Sensor.From, until);
        _ledger.Flush();
        Take();
    }

    public Truth Truth(Sensor sensor, int seed = 1) => Generator.Truth.Read(_folder.Combine("ledger.ndjson"), new([sensor]), seed);

    public void Dispose()
    {
        _ledger.DisposeAsync().AsTask().Wait();
        _folder.Dispose();
    }

    private void Take()
    {
        _packer.Flush();
        while (_full.TryDequeue(out var batch))
            Events.AddRange(Enumerable.Range(0, batch.EventCount).Select(index => batch.Body(index).ToArray()));
    }
}
