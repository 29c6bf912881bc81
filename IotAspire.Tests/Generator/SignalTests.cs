using CsCheck;
using IotAspire.Contracts.Catalogue;
using IotAspire.Generator.Generation;

namespace IotAspire.Tests.Generator;

public sealed class SignalTests
{
    private static readonly DateTime Midnight = new(2026, 11, 23, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Values_stay_in_the_sensors_range() => Gen.Select(Gen.Int, Gen.Double[-1000, 1000], Gen.Double[0.1, 500], Gen.Int[0, 86_400_000]).Sample((seed, minimum, span, ms) =>
    {
        var sensor = Sensor("any", minimum, minimum + span);
        Assert.True(sensor.Range.Contains(new Signal(seed).ValueAt(sensor, Midnight.AddMilliseconds(ms))));
    });

    [Fact]
    public void Equal_seeds_give_equal_values_and_other_seeds_others()
    {
        var kitchen = Sensor("kitchen", 0, 45);

        Assert.Equal(Day(1, kitchen), Day(1, kitchen));
        Assert.NotEqual(Day(1, kitchen), Day(2, kitchen));
        Assert.NotEqual(Day(1, kitchen), Day(1, Sensor("offices", 0, 45)));
    }

    [Fact]
    public void Afternoons_are_warmer_than_nights_and_steps_are_small()
    {
        var day = Day(1, Sensor("kitchen", 0, 45));

        Assert.True(day.Skip(14 * 60).Take(120).Average() > day.Skip(2 * 60).Take(120).Average() + 5);
        Assert.All(day.Zip(day.Skip(1)), pair => Assert.True(Math.Abs(pair.Second - pair.First) < 2));
        Assert.True(day.Distinct().Count() > 100);
    }

    private static List<double> Day(int seed, Sensor sensor)
    {
        var signal = new Signal(seed);
        return [.. Enumerable.Range(0, 24 * 60).Select(minute => signal.ValueAt(sensor, Midnight.AddMinutes(minute)))];
    }

    private static Sensor Sensor(string id, double minimum, double maximum) =>
        new(id, "temperature", "°C", 0, 0, new(minimum, maximum), id, TimeSpan.FromSeconds(1));
}
