using IotAspire.Api.Times;

namespace IotAspire.Tests.Api.Times;

public sealed class BucketSizeTests
{
    private static readonly string[] All = [.. BucketSize.All.Select(size => size.Name), BucketSize.Auto];

    [Theory]
    [InlineData("5min", "5m")]
    [InlineData("5 minutes", "5m")]
    [InlineData("PT5M", "5m")]
    [InlineData("P1M", "1mo")]
    [InlineData("P1D", "1d")]
    [InlineData("15T", "15m")]
    [InlineData("hourly", "1h")]
    [InlineData("month", "1mo")]
    [InlineData("60m", "1h")]
    [InlineData("24h", "1d")]
    [InlineData("7days", "1w")]
    [InlineData("90s", "2m")]
    [InlineData("45m", "1h")]
    [InlineData("0h", "1h")]
    [InlineData("1M", "1m 1mo")]
    [InlineData("automatic", "")]
    [InlineData("aut", "auto")]
    [InlineData("year", "")]
    [InlineData("99999h", "")]
    public void The_size_that_may_have_been_meant_is_guessed(string text, string expected) => Assert.Equal(expected, string.Join(' ', BucketSize.Guess(text, All)));
}
