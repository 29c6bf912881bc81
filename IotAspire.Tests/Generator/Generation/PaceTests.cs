using IotAspire.Generator.Generation;
using Microsoft.Extensions.Time.Testing;

namespace IotAspire.Tests.Generator.Generation;

public sealed class PaceTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _clock = new(Noon);

    [Fact]
    public void Live_goes_with_the_present()
    {
        var pace = new Pace(_clock, TimeSpan.Zero, null);
        _clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(Noon.AddSeconds(3).Ticks, pace.DueTicks);
        Assert.Equal(TimeSpan.FromSeconds(2), pace.TimeUntil(Noon.AddSeconds(5).Ticks));
    }

    [Fact]
    public void History_is_due_at_once() =>
        Assert.Equal(Noon.Ticks, new Pace(_clock, TimeSpan.FromDays(30), null).DueTicks);

    [Fact]
    public void Without_history_it_begins_where_history_ends()
    {
        var pace = new Pace(TimeProvider.System, TimeSpan.Zero, null);

        Assert.Equal(pace.Started, pace.From);
    }

    [Fact]
    public void A_speed_catches_up_with_the_present_and_stays_with_it()
    {
        var pace = new Pace(_clock, TimeSpan.FromMinutes(59), 60);
        var from = pace.From;

        Assert.Equal(TimeSpan.FromSeconds(10), pace.TimeUntil(from.AddMinutes(10).Ticks));
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(from.AddMinutes(30).Ticks, pace.DueTicks);
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(Noon.AddMinutes(1).Ticks, pace.DueTicks);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(_clock.GetUtcNow().Ticks, pace.DueTicks);
        Assert.Equal(TimeSpan.FromSeconds(1), pace.TimeUntil(_clock.GetUtcNow().Ticks + TimeSpan.TicksPerSecond));
    }
}
