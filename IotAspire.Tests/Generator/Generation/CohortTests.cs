using CsCheck;
using IotAspire.Contracts.Catalogue;
using IotAspire.Generator.Faults;
using IotAspire.Generator.Generation;
using IotAspire.Generator.Publishing;

namespace IotAspire.Tests.Generator.Generation;

public sealed class CohortTests
{
    [Fact]
    public void Windows_of_any_length_find_every_device_whenever_it_measures() =>
        Gen.Select(Gen.Long[1, 50], Gen.Long[0, 49].Array[1, 8], Gen.Long[0, 60].Array[1, 30]).Sample((interval, phases, steps) =>
        {
            var devices = phases.Select((phase, index) => Device(interval, phase % interval, index)).ToArray();
            var cohort = new Cohort(TimeSpan.FromTicks(interval), devices);
            for (var (at, i) = (1000L, 0); i < steps.Length; at += steps[i++])
            {
                var until = at + steps[i];
                var due = devices.Where(device => device.Count(at, until) > 0).ToHashSet();
                // Long windows may give devices that have nothing to do; short ones are exact.
                Assert.Subset(cohort.Due(at, until).ToHashSet(), due);
                if (steps[i] < interval)
                    Assert.Equal(due.Count, cohort.Due(at, until).Count());
                Assert.Equal(Enumerable.Range(0, 100).Select(step => at + step).First(tick => devices.Any(device => device.Count(tick, tick + 1) > 0)), cohort.NextAt(at));
            }
        });

    private static Device Device(long interval, long phase, int index)
    {
        var sensor = new Sensor($"s{index}", "temperature", "°C", 0, 0, new(0, 45), "x", TimeSpan.FromTicks(interval));
        return new(new(sensor, phase, sensor.SensorId, DateTime.UnixEpoch.AddTicks(-DateTime.UnixEpoch.Ticks)), new BuildingModel([sensor], new FaultPlan(new()), 1), new EventPacker("k", new BatchPool(), new Queue<OutgoingBatch>()));
    }
}
