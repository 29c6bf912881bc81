using IotAspire.Contracts.Catalogue;
using IotAspire.Generator.Generation;

namespace IotAspire.Tests.Generator;

public sealed class ReadingScheduleTests
{
    private static readonly DateTime Start = new(2026, 11, 23, 12, 0, 0, 400, DateTimeKind.Utc);

    [Fact]
    public void Each_sensor_measures_at_multiples_of_its_interval_in_order_of_time()
    {
        var schedule = new ReadingSchedule([Sensor("slow", 2), Sensor("fast", 1)], Start, interval: null);

        var taken = Enumerable.Range(0, 4).Select(_ => (schedule.NextAt.TimeOfDay.TotalSeconds - 43200, schedule.TakeNext().SensorId)).ToList();

        Assert.Equal((1, "fast"), taken[0]);
        Assert.Equal([(2, "fast"), (2, "slow")], taken[1..3].Order());
        Assert.Equal((3, "fast"), taken[3]);
    }

    [Fact]
    public void An_interval_of_the_options_wins()
    {
        var schedule = new ReadingSchedule([Sensor("slow", 3600)], Start, TimeSpan.FromMilliseconds(250));

        schedule.TakeNext();

        Assert.Equal(Start.AddMilliseconds(350), schedule.NextAt);
    }

    private static Sensor Sensor(string id, int seconds) => new(id, "temperature", "°C", 0, 0, new(0, 45), id, TimeSpan.FromSeconds(seconds));
}
