using IotAspire.Contracts.Catalogue;
using IotAspire.Contracts.Readings;
using IotAspire.Generator.Faults;
using static IotAspire.Tests.Generator.Signals.Sensors;

namespace IotAspire.Tests.Generator.Generation;

public sealed class DeviceTests : IDisposable
{
    private static readonly FaultRates Dirty = FaultProfiles.All["dirty"];
    private readonly List<SimulatedSensor> _made = [];

    public void Dispose() => _made.ForEach(sensor => sensor.Dispose());

    [Fact]
    public void Equal_seeds_give_equal_bytes_however_time_is_cut()
    {
        var atOnce = Simulate(Dirty);
        var inPieces = Make(Dirty);
        var random = new Random(1);
        for (var at = Midnight; at < Midnight.AddHours(6);)
        {
            var next = at.AddMilliseconds(random.Next(1, 90_000));
            inPieces.Emit(at, next < Midnight.AddHours(6) ? next : Midnight.AddHours(6));
            at = next;
        }

        inPieces.Finish(Midnight.AddHours(6));
        Assert.Equal(atOnce.Events, inPieces.Events);
        Assert.Equal(atOnce.Events, Simulate(Dirty).Events);
        Assert.NotEqual(atOnce.Events, Simulate(Dirty, seed: 2).Events);
    }

    [Fact]
    public void Without_faults_every_instant_has_its_true_value_in_order()
    {
        var sensor = Simulate(FaultProfiles.All["clean"]);

        Assert.Equal(
            Enumerable.Range(0, 6 * 3600).Select(second => (Midnight.AddSeconds(second), Signal(Sensor()).ValueAt(Midnight.AddSeconds(second).Ticks))),
            sensor.Readings.Select(reading => (reading.MeasuredAt, reading.Value)));
    }

    [Fact]
    public void It_measures_beside_whole_multiples_by_its_phase()
    {
        var sensor = Make(new FaultRates(), phase: TimeSpan.TicksPerMillisecond * 250);

        Assert.Equal(2, sensor.Emit(Midnight.AddSeconds(-5), Midnight.AddSeconds(1.3)));
        Assert.Equal([Midnight.AddSeconds(0.25), Midnight.AddSeconds(1.25)], sensor.Readings.Select(reading => reading.MeasuredAt));
    }

    public static TheoryData<string, double> Rates => new()
    {
        { nameof(SensorFaultKind.OutOfRange), 0.02 },
        { nameof(SensorFaultKind.Spike), 0.02 },
        { nameof(SensorFaultKind.FlatLine), 0.05 },
        { nameof(SensorFaultKind.Drift), 0.1 },
        { nameof(SensorFaultKind.ClockSkew), 0.05 },
        { nameof(SensorFaultKind.Dropout), 0.1 },
        { nameof(SensorFaultKind.BurstLate), 0.1 },
        { nameof(SensorFaultKind.OutOfOrder), 0.02 },
        { nameof(SensorFaultKind.Duplicate), 0.02 },
        { nameof(SensorFaultKind.Malformed), 0.02 },
    };

    [Theory, MemberData(nameof(Rates))]
    public void A_fault_meets_as_many_readings_as_its_rate_says_and_the_ledger_has_each(string fault, double rate)
    {
        var kind = Enum.Parse<SensorFaultKind>(fault);
        var rates = new FaultRates();
        typeof(FaultRates).GetProperty(fault)!.SetValue(rates, rate);
        // Five months for faults that last, so that they come in hundreds; one for those of single readings.
        var sensor = Sensor() with { Interval = TimeSpan.FromSeconds(40) };
        var simulated = Make(rates, sensor: sensor);
        var until = Midnight.AddDays(rate > 0.02 ? 150 : 30);
        var measured = simulated.Emit(Midnight, until);
        simulated.Finish(until);

        var truth = simulated.Truth(sensor);
        Assert.InRange(truth.Of(kind.Name()).Count / (double)measured, 0.85 * rate, 1.15 * rate);
        Assert.Equal(truth.Of(kind.Name()).Count, simulated.Tally[kind]);
        Assert.All(Enum.GetValues<SensorFaultKind>().Where(other => other != kind), other => Assert.Empty(truth.Of(other.Name())));
        RequireTruth(truth, simulated);
    }

    [Fact]
    public void All_faults_together_leave_what_the_ledger_says()
    {
        var simulated = Simulate(Dirty, hours: 72);

        RequireTruth(simulated.Truth(Sensor()), simulated);
    }

    [Fact]
    public void Other_seeds_meet_other_readings_with_every_fault()
    {
        // Often enough that three days have some of each.
        var rates = new FaultRates();
        foreach (var rate in typeof(FaultRates).GetProperties().Where(property => property.CanWrite))
            rate.SetValue(rates, 0.05);
        var (one, other) = (Simulate(rates, hours: 72).Truth(Sensor()), Simulate(rates, seed: 2, hours: 72).Truth(Sensor(), seed: 2));

        Assert.All(Enum.GetValues<SensorFaultKind>(), kind => Assert.NotEqual(
            one.Of(kind.Name()).Select(fault => fault.At).Order(), other.Of(kind.Name()).Select(fault => fault.At).Order()));
    }

    [Fact]
    public void Offline_sensors_send_nothing_until_they_are_back()
    {
        var sensor = Make(new() { BurstLate = 0.15 });
        var silent = new List<DateTime>();
        for (var at = Midnight; at < Midnight.AddHours(6); at = at.AddSeconds(1))
        {
            var before = sensor.Events.Count;
            sensor.Emit(at, at.AddSeconds(1));
            if (sensor.Events.Count == before)
                silent.Add(at);
        }

        sensor.Finish(Midnight.AddHours(6));
        Assert.NotEmpty(silent);
        Assert.Equal(sensor.Truth(Sensor()).Of("burst-late").Select(fault => fault.At).Order(), silent);
    }

    [Fact]
    public void Offline_sensors_send_late_and_in_order()
    {
        var readings = Simulate(new() { BurstLate = 0.15 }, hours: 24).Readings;

        Assert.Equal(Enumerable.Range(0, 24 * 3600).Select(second => Midnight.AddSeconds(second)), readings.Select(reading => reading.MeasuredAt));
    }

    [Fact]
    public void A_reading_out_of_order_comes_three_readings_late()
    {
        var readings = Simulate(new() { OutOfOrder = 0.01 }, hours: 3).Readings.ConvertAll(reading => reading.MeasuredAt);
        var late = readings.Where((at, index) => index > 0 && at < readings[..index].Max()).ToList();

        Assert.InRange(late.Count, 50, 160);
        Assert.Equal(3 * 3600, readings.Distinct().Count());
        Assert.Contains(late, at => readings[readings.IndexOf(at) - 1] == at.AddSeconds(3));
    }

    [Fact]
    public void A_duplicate_comes_twenty_readings_later_with_the_same_value()
    {
        var readings = Simulate(new() { Duplicate = 0.01 }, hours: 3).Readings;
        var again = readings.Index().GroupBy(each => each.Item.MeasuredAt).Where(group => group.Count() > 1).Select(group => group.ToList()).ToList();

        Assert.InRange(again.Count, 50, 160);
        Assert.All(again, twice =>
        {
            Assert.Equal(2, twice.Count);
            Assert.Equal(twice[0].Item.Value, twice[1].Item.Value);
            Assert.Equal(twice[0].Item.MeasuredAt.AddSeconds(20), readings[twice[1].Index - 1].MeasuredAt);
        }, throwIfEmpty: true);
    }

    [Fact]
    public void Skewed_clocks_never_hit_another_readings_instant()
    {
        var simulated = Simulate(new() { ClockSkew = 0.1 }, hours: 100);

        Assert.Equal(100 * 3600, simulated.Readings.Select(reading => reading.MeasuredAt).Distinct().Count());
        Assert.All(simulated.Truth(Sensor()).Of("clock-skew"), fault => Assert.InRange(Math.Abs((fault.SentAt - fault.At).TotalSeconds), 2, 301), throwIfEmpty: true);
    }

    [Fact]
    public void A_malformed_event_is_one_error_and_no_reading_whatever_the_sensor()
    {
        foreach (var (id, unit) in new[] { ("a", "°C"), (new string('t', 64), "T"), ("value", "measuredAt"), ("x", new string('\u0001', 32)) })
        {
            var sensor = Sensor(id: id, unit: unit);
            var simulated = Make(new() { Malformed = 1 }, sensor: sensor);
            simulated.Emit(Midnight, Midnight.AddSeconds(200), readingsPerEvent: 10);

            Assert.Equal(200, simulated.Events.Count);
            Assert.All(simulated.Events, body =>
            {
                var (readings, errors) = (new List<DecodedReading>(), new List<DecodingError>());
                ReadingDecoder.Decode(body, readings, errors);
                Assert.Empty(readings);
                Assert.Single(errors);
            }, throwIfEmpty: true);
            Assert.True(simulated.Events.Select(body => body.Length).Distinct().Count() > 1, "there is more than one way to break");
        }
    }

    private static void RequireTruth(Truth truth, SimulatedSensor simulated)
    {
        var readings = simulated.Readings;
        var first = readings.GroupBy(reading => (reading.SensorId, reading.MeasuredAt)).ToDictionary(group => group.Key, group => group.First().Value);
        Assert.Equal(truth.Readings.OrderBy(reading => reading.Key.At), first.OrderBy(reading => reading.Key.MeasuredAt));
        Assert.Equal(truth.Of("duplicate").Count, readings.Count - first.Count);
        Assert.Equal(truth.Of("malformed").Count, simulated.Events.Count - readings.Count);
    }

    private SimulatedSensor Make(FaultRates rates, int seed = 1, Sensor? sensor = null, long phase = 0)
    {
        _made.Add(new(sensor ?? Sensor(), Midnight, rates, seed, phase));
        return _made[^1];
    }

    private SimulatedSensor Simulate(FaultRates rates, int seed = 1, int hours = 6)
    {
        var sensor = Make(rates, seed);
        sensor.Emit(Midnight, Midnight.AddHours(hours));
        sensor.Finish(Midnight.AddHours(hours));
        return sensor;
    }
}
