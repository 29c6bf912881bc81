using IotAspire.Api.Times;
using IotAspire.Tests.Api.Answers;

namespace IotAspire.Tests.Api.Times;

public sealed class TimeExpressionTests
{
    private static readonly DateTime Now = new(2026, 11, 23, 12, 34, 56, DateTimeKind.Utc);

    [Theory]
    [InlineData("now", "UTC", "2026-11-23T12:34:56.000000Z")]
    [InlineData("-24h", "UTC", "2026-11-22T12:34:56.000000Z")]
    [InlineData("now-7d", "Europe/Berlin", "2026-11-16T12:34:56.000000Z")]
    [InlineData("-90s", "UTC", "2026-11-23T12:33:26.000000Z")]
    [InlineData("-2w", "UTC", "2026-11-09T12:34:56.000000Z")]
    [InlineData("2026-11-23", "UTC", "2026-11-23T00:00:00.000000Z")]
    [InlineData("2026-11-23", "Asia/Kolkata", "2026-11-22T18:30:00.000000Z")]
    [InlineData("2026-10-25", "Europe/Berlin", "2026-10-24T22:00:00.000000Z")]
    [InlineData("2026-10-26", "Europe/Berlin", "2026-10-25T23:00:00.000000Z")]
    // Midnight was left out in São Paulo; the day began at one.
    [InlineData("2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00.000000Z")]
    [InlineData("2026-11-23T13:00:00.1234567+01:00", "Asia/Kolkata", "2026-11-23T12:00:00.123456Z")]
    public void An_instant_is_read_in_the_zone_of_the_question(string text, string zone, string expected)
    {
        Assert.True(TimeExpression.TryParse(text, Now, TimeZones.Find(zone)!, out var instant));
        Assert.Equal(expected, Table.Text(instant));
        Assert.Equal(DateTimeKind.Utc, instant.Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("24h")]
    [InlineData("+24h")]
    [InlineData("-24")]
    [InlineData("-24y")]
    [InlineData("-1.5h")]
    [InlineData("-99999999999h")]
    [InlineData("-999999999w")]
    [InlineData("now+1h")]
    [InlineData("2026-11-23T12:00:00")]
    [InlineData("2026-02-30")]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    public void Anything_else_is_refused(string text)
    {
        foreach (var zone in new[] { "UTC", "Asia/Kolkata", "America/New_York" })
            Assert.False(TimeExpression.TryParse(text, Now, TimeZones.Find(zone)!, out _));
    }
}
