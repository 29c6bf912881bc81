using IotAspire.Generator.Generation;

namespace IotAspire.Tests.Generator.Generation;

public sealed class HistoryTests
{
    [Theory]
    [InlineData("90s", "00:01:30")]
    [InlineData("15m", "00:15:00")]
    [InlineData("1.5h", "01:30:00")]
    [InlineData("30d", "30.00:00:00")]
    [InlineData("1.12:00:00", "1.12:00:00")]
    public void A_length_is_written_as_people_do(string text, string expected)
    {
        Assert.True(HistoryLength.TryParse(text, out var length));
        Assert.Equal(TimeSpan.Parse(expected, null), length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("30")]
    [InlineData("-2d")]
    [InlineData("2 weeks")]
    [InlineData("1e300d")]
    [InlineData("99999999999999999999d")]
    public void Anything_else_is_refused(string text) => Assert.False(HistoryLength.TryParse(text, out _));

    [Fact]
    public void Progress_shows_a_bar_the_instant_the_speed_and_the_time_left()
    {
        var from = new DateTime(2026, 11, 23, 0, 0, 0, DateTimeKind.Utc);

        Assert.Equal(
            "██████░░░░░░░░░░░░░░░░░░ 25 % at 2026-11-23 12:00, 43,200 readings/s, 00:00:15 left",
            new HistoryProgress(from, from.AddHours(12), from.AddDays(2), 216_000, TimeSpan.FromSeconds(5)).ToString());
        Assert.Equal(
            "░░░░░░░░░░░░░░░░░░░░░░░░  0 % at 2026-11-23 00:00, 0 readings/s, ? left",
            new HistoryProgress(from, from, from.AddDays(2), 0, TimeSpan.Zero).ToString());
        Assert.Equal(1, new HistoryProgress(from, from.AddDays(3), from.AddDays(2), 1, TimeSpan.Zero).Share);
    }
}
