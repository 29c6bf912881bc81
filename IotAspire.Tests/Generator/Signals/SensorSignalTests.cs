using CsCheck;
using IotAspire.Generator.Signals;
using static IotAspire.Tests.Generator.Signals.Sensors;

namespace IotAspire.Tests.Generator.Signals;

public sealed class SensorSignalTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Values_stay_in_the_sensors_range() =>
        Gen.Select(Gen.Int, Gen.Double[-1000, 1000], Gen.Double[0.1, 500], Gen.Int[0, 86_400_000], Gen.OneOfConst("temperature", "humidity", "wind"), Gen.OneOfConst("Main Entrance", "Kitchen", "x"))
            .Sample((seed, minimum, span, ms, type, description) =>
            {
                var sensor = Sensor(type: type, minimum: minimum, maximum: minimum + span, description: description);
                Assert.True(sensor.Range.Contains(Signal(sensor, seed).ValueAt(Midnight.AddMilliseconds(ms).Ticks)));
            });

    [Fact]
    public void A_value_depends_on_its_instant_and_not_on_what_was_asked_before()
    {
        var sensor = Building.Sensors[0];
        var inOrder = new SensorSignal(sensor, new FloorPlan(Building.Sensors), 1);
        var values = Series(inOrder.ValueAt, Second, 20_000);
        var random = new Random(1);
        var anyOrder = new SensorSignal(sensor, new FloorPlan(Building.Sensors), 1);

        for (var i = 0; i < 5000; i++)
        {
            var index = random.Next(values.Length);
            Assert.Equal(values[index], anyOrder.ValueAt(Midnight.AddSeconds(index).Ticks));
        }
    }

    [Fact]
    public void Every_random_part_is_another_with_another_seed()
    {
        var door = Sensor(description: "Main Entrance");
        var (one, other) = (Signal(door), Signal(door, seed: 2));
        foreach (var part in new Func<SensorSignal, Func<long, double>>[] { signal => signal.WeatherAt, signal => signal.NoiseAt, signal => signal.DoorsAt })
            Assert.NotEqual(Series(part(one), TimeSpan.FromMinutes(1), 1440), Series(part(other), TimeSpan.FromMinutes(1), 1440));
    }

    [Fact]
    public void Other_seeds_and_other_sensors_give_other_values()
    {
        var kitchen = Sensor("kitchen");

        Assert.Equal(Series(Signal(kitchen).ValueAt, Minute, 100), Series(Signal(kitchen).ValueAt, Minute, 100));
        Assert.NotEqual(Series(Signal(kitchen).ValueAt, Minute, 100), Series(Signal(kitchen, seed: 2).ValueAt, Minute, 100));
        Assert.NotEqual(Series(Signal(kitchen).ValueAt, Minute, 100), Series(Signal(Sensor("offices")).ValueAt, Minute, 100));
    }

    [Theory]
    [InlineData("Roof", 2.5)]
    [InlineData("Deposit", 1.25)]
    [InlineData("Gate", 3.5)]
    public void The_daily_cycle_has_its_height_and_peaks_at_three(string description, double height)
    {
        // The first harmonic of thirty days: everything else averages out, but for people, who are left out at night and on Sunday.
        var sensor = Sensor(description: description);
        var days = 364;
        var byHour = Enumerable.Range(0, 24).Select(hour => Enumerable.Range(0, days)
            .Where(day => Midnight.AddDays(day).DayOfWeek == DayOfWeek.Sunday)
            .Average(day => Signal(sensor).ValueAt(Midnight.AddDays(day).AddHours(hour).Ticks))).ToList();
        var cosine = byHour.Select((value, hour) => value * Math.Cos((hour - 15) / 24.0 * Math.Tau)).Sum() / 12;
        var sine = byHour.Select((value, hour) => value * Math.Sin((hour - 15) / 24.0 * Math.Tau)).Sum() / 12;

        // People of a fifth of a working day and doors count for some tenths.
        Assert.InRange(cosine, 0.85 * height, 1.15 * height);
        Assert.InRange(sine, -0.25 * height, 0.25 * height);
    }

    [Fact]
    public void Kitchens_are_warm_at_noon_offices_on_working_days_and_deposits_cold()
    {
        double Mean(string description, int day, double hour) => Enumerable.Range(0, 20)
            .SelectMany(week => Series(Signal(Sensor($"s{week}", description: description)).ValueAt, Minute, 1).Select(_ =>
                Signal(Sensor($"s{week}", description: description)).ValueAt(Midnight.AddDays(day + (7 * week)).AddHours(hour).Ticks))).Average();

        var noon = Mean("Kitchen", 0, 12.5);
        Assert.True(noon > Mean("Kitchen", 0, 10.3) + 1, "a meal warms the kitchen");
        Assert.True(Mean("Offices", 0, 11) > Mean("Offices", 4, 11) + 0.8, "Saturday's office is empty");
        Assert.True(Mean("Offices", 0, 11) > Mean("Deposit", 0, 11) + 2, "nobody heats the deposit");
    }

    [Fact]
    public void Noise_has_its_deviation_and_resembles_itself_for_minutes_only()
    {
        var signal = Signal(Sensor());
        var noise = Series(signal.NoiseAt, Second, 200_000);

        Assert.Equal(0, noise.Average(), 0.1);
        Assert.Equal(1, Deviation(noise), 0.05);
        // A ninth of the variance is white, a quarter lasts seconds, the rest minutes.
        Assert.InRange(Autocorrelation(noise, 1), 0.85, 0.92);
        Assert.InRange(Autocorrelation(noise, 45), 0.5, 0.75);
        Assert.InRange(Autocorrelation(noise, 600), -0.08, 0.08);
        Assert.All(new[] { 1, 45 }, lag => Assert.True(Autocorrelation(noise, lag) > Autocorrelation(noise, lag + 120)));
    }

    [Fact]
    public void Neighbours_share_their_weather_and_strangers_dont()
    {
        var plan = new FloorPlan(Building.Sensors);
        double[] Weather(double latitude, double longitude) =>
            Series(new SensorSignal(Sensor(latitude: latitude, longitude: longitude), plan, 1).WeatherAt, TimeSpan.FromMinutes(30), 20_000);
        var here = Weather(50, 5);

        Assert.Equal(1, Deviation(here), 0.05);
        Assert.True(Correlation(here, Weather(52, 7)) > 0.9);
        Assert.InRange(Correlation(here, Weather(80, 25)), 0.15, 0.9);
        Assert.InRange(Correlation(here, Weather(50, 5 + (10 * plan.RoomSize))), -0.1, 0.1);
    }

    [Fact]
    public void A_sensor_wanders_by_itself_over_days()
    {
        // At one hour of the same weekday, so that what repeats daily is out of it.
        double[] Weeks(string id) => [.. Enumerable.Range(0, 2000).Select(week => Signal(Sensor(id)).ValueAt(Midnight.AddDays(7 * week).AddHours(3).Ticks))];

        // Wandering 0.4, weather 0.6, noise 0.08; a little more, because the week is half a multiple of wandering's step.
        Assert.InRange(Deviation(Weeks("one")), 0.7, 0.85);
        Assert.InRange(Correlation(Weeks("one"), Weeks("two")), 0.55, 0.75);
    }

    [Fact]
    public void A_door_is_felt_in_the_next_room_weaker_and_later()
    {
        var plan = new FloorPlan(Building.Sensors);
        double[] Doors(int index) => Series(new SensorSignal(Building.Sensors[index], plan, 1).DoorsAt, TimeSpan.FromSeconds(10), 24 * 360);
        var (entrance, kitchen, offices) = (Doors(0), Doors(1), Doors(4));
        var lag = (int)Math.Round(38.08 / plan.RoomSize * 60 / 10);

        Assert.True(entrance.Min() < -3, "an open door cools its room");
        Assert.True(kitchen.Min() < 0 && kitchen.Min() > entrance.Min(), "and the next one less");
        Assert.Equal(Enumerable.Range(0, 20).MaxBy(shift => Correlation(entrance[..^20], kitchen[shift..^(20 - shift)])), lag);
        Assert.True(Correlation(entrance[..^lag], kitchen[lag..]) > 0.99);
        Assert.True(offices.Min() > kitchen.Min() / 2, "the offices are far away");
    }

    [Theory]
    [InlineData("temperature", "°C", 0, 45, 2)]
    [InlineData("temperature", "°F", 0, 120, 2)]
    [InlineData("humidity", "%", 0, 100, 1)]
    [InlineData("pressure", "hPa", 870, 1085, 2)]
    [InlineData("CO₂", "ppm", 0, 5000, 0)]
    [InlineData("power", "kW", 0, 22, 4)]
    [InlineData("wind", "m/s", 0, 60, 2)]
    [InlineData("vibration", "mm/s", 0, 0.05, 5)]
    [InlineData("current", "A", 0.0000010, 0.0000012, 10)]
    [InlineData("temperature", "°C", 20.9, 21.1, 4)]
    public void Every_type_has_a_lively_signal_in_its_resolution(string type, string unit, double minimum, double maximum, int decimals)
    {
        var values = Series(Signal(Sensor(type: type, unit: unit, minimum: minimum, maximum: maximum)).ValueAt, Minute, 1440);

        Assert.All(values, value => Assert.Equal(value, Math.Round(value, decimals)), throwIfEmpty: true);
        Assert.True(decimals == 0 || values.Any(value => value != Math.Round(value, decimals - 1)), "it is coarser");
        Assert.True(values.Distinct().Count() > 50, "it hardly moves");
        Assert.DoesNotContain(values, value => value == minimum || value == maximum);
        Assert.True(values.Zip(values.Skip(1), (one, next) => Math.Abs(next - one)).Max() < 0.15 * (maximum - minimum), "it jumps");
    }

    [Fact]
    public void Another_sensor_in_the_building_leaves_the_others_signals_alone()
    {
        var before = new FloorPlan(Building.Sensors);
        var after = new FloorPlan([.. Building.Sensors, Sensor("new", latitude: 30, longitude: 60)]);

        Assert.All(Building.Sensors, sensor => Assert.Equal(
            Series(new SensorSignal(sensor, before, 1).ValueAt, Minute, 1440), Series(new SensorSignal(sensor, after, 1).ValueAt, Minute, 1440)));
    }

    [Fact]
    public void A_range_that_the_usual_value_doesnt_fit_gets_a_signal_of_its_own()
    {
        var freezer = Series(Signal(Sensor(minimum: -30, maximum: -10)).ValueAt, Minute, 1440);

        Assert.InRange(freezer.Average(), -25, -15);
        Assert.DoesNotContain(freezer, value => value is -30 or -10);
    }
}
