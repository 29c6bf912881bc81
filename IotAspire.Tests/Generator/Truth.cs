using System.Text.Json;
using IotAspire.Contracts.Catalogue;
using IotAspire.Generator.Signals;

namespace IotAspire.Tests.Generator;

/// <summary>
/// What has to be stored, worked out from nothing but the catalogue, the seed and the ledger: every instant of every sensor between
/// the run's ends, changed as the ledger says.
/// </summary>
internal sealed class Truth
{
    private readonly Dictionary<(string SensorId, DateTime At), double> _readings = [];
    private readonly Dictionary<(string SensorId, DateTime At), DateTime> _trueInstants = [];
    private readonly Dictionary<string, List<LedgerFault>> _faults;

    private Truth(IEnumerable<LedgerFault> faults) =>
        _faults = faults.GroupBy(fault => fault.Fault).ToDictionary(group => group.Key, group => group.ToList());

    /// <summary>Each stored reading, by the time that its event says.</summary>
    public IReadOnlyDictionary<(string SensorId, DateTime At), double> Readings => _readings;

    /// <summary>When a stored reading was measured in truth.</summary>
    public (string SensorId, DateTime At) TrueKeyOf((string SensorId, DateTime At) stored) => (stored.SensorId, _trueInstants.GetValueOrDefault(stored, stored.At));

    public IReadOnlyList<LedgerFault> Of(string fault) => _faults.GetValueOrDefault(fault, []);

    public static Truth Read(string ledger, SensorCatalogue catalogue, int seed)
    {
        var lines = File.ReadLines(ledger).Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();
        var truth = new Truth(lines.Where(line => line.TryGetProperty("fault", out _)).Select(LedgerFault.Of));
        foreach (var run in lines.Where(line => line.TryGetProperty("run", out var run) && run.GetString() == "end"))
        {
            var sensor = catalogue.Sensors.Single(sensor => sensor.SensorId == run.GetProperty("sensorId").GetString());
            truth.AddTrueReadings(sensor, new SensorSignal(sensor, new FloorPlan(catalogue.Sensors), seed), Instant(run, "from"), Instant(run, "until"));
        }

        truth.ApplyFaults();
        return truth;
    }

    public static DateTime Instant(JsonElement line, string name) => line.GetProperty(name).GetDateTime().ToUniversalTime();

    private void AddTrueReadings(Sensor sensor, SensorSignal signal, DateTime from, DateTime until)
    {
        var first = (from.Ticks + sensor.Interval.Ticks - 1) / sensor.Interval.Ticks * sensor.Interval.Ticks;
        for (var ticks = first; ticks < until.Ticks; ticks += sensor.Interval.Ticks)
            _readings.Add((sensor.SensorId, new(ticks, DateTimeKind.Utc)), signal.ValueAt(ticks));
    }

    private void ApplyFaults()
    {
        foreach (var fault in new[] { "out-of-range", "spike", "flat-line", "drift" }.SelectMany(Of))
        {
            // What the ledger calls the truth has to be it.
            Assert.Equal(_readings[fault.Key], fault.TrueValue);
            _readings[fault.Key] = fault.SentValue;
        }

        foreach (var fault in new[] { "dropout", "malformed" }.SelectMany(Of))
            Assert.True(_readings.Remove(fault.Key), $"{fault} twice");
        foreach (var fault in Of("clock-skew"))
        {
            // A malformed one is gone already.
            if (_readings.Remove(fault.Key, out var value))
                _readings.Add((fault.SensorId, fault.SentAt), value);
            _trueInstants.Add((fault.SensorId, fault.SentAt), fault.At);
        }
    }
}

/// <summary>A line of the ledger.</summary>
internal sealed record LedgerFault(string Fault, string SensorId, DateTime At, double TrueValue, DateTime SentAt, double SentValue)
{
    public (string SensorId, DateTime At) Key => (SensorId, At);

    public static LedgerFault Of(JsonElement line)
    {
        var (at, value) = (Truth.Instant(line, "at"), line.GetProperty("trueValue").GetDouble());
        return new(
            line.GetProperty("fault").GetString()!,
            line.GetProperty("sensorId").GetString()!,
            at,
            value,
            line.TryGetProperty("sentAt", out _) ? Truth.Instant(line, "sentAt") : at,
            line.TryGetProperty("sentValue", out var sent) ? sent.GetDouble() : value);
    }
}
