using System.Text.Json;
using IotAspire.Contracts.Catalogue;
using IotAspire.Generator.Faults;
using IotAspire.Generator.Generation;
using IotAspire.Generator.Publishing;

namespace IotAspire.Benchmarks.Picture;

/// <summary>A day of one sensor as its ledger tells it.</summary>
internal sealed class DayRecording
{
    private readonly ILookup<string, (DateTime At, double Value)> _faults;

    private DayRecording(IEnumerable<JsonElement> lines) => _faults = lines.Where(line => line.TryGetProperty("fault", out _)).ToLookup(
        line => line.GetProperty("fault").GetString()!,
        line => (
            line.GetProperty("at").GetDateTime().ToUniversalTime(),
            line.TryGetProperty("sentValue", out var sent) ? sent.GetDouble() : line.GetProperty("trueValue").GetDouble()));

    public static DayRecording Make(Sensor sensor, SensorCatalogue catalogue, string profile, int seed, DateTime day)
    {
        var file = Path.GetTempFileName();
        try
        {
            var ledger = new Ledger(file);
            var packer = new EventPacker(sensor.SensorId, new BatchPool(), new Queue<OutgoingBatch>());
            var model = new BuildingModel(catalogue.Sensors, new FaultPlan(FaultProfiles.All[profile]), seed);
            var device = new Device(new(sensor, 0, sensor.SensorId, day), model, packer);
            device.Emit(day.Ticks, day.AddDays(1).Ticks, new(GeneratorOptions.MaxReadingsPerEvent, 0, ledger, new FaultTally()));
            ledger.Flush();
            return new(File.ReadLines(file).Select(line => JsonSerializer.Deserialize<JsonElement>(line)));
        }
        finally
        {
            File.Delete(file);
        }
    }

    public IReadOnlyList<(DateTime At, double Value)> Of(SensorFaultKind kind) => [.. _faults[kind.Name()]];
}
