using System.Globalization;
using System.Text;
using CsCheck;
using IotAspire.Contracts.Readings;

namespace IotAspire.Tests.Contracts;

public sealed class InstantTextTests
{
    [Fact]
    public void Every_instant_that_is_written_is_read_back() =>
        Gen.Long[0, DateTime.MaxValue.Ticks / TimeSpan.TicksPerMicrosecond].Sample(microseconds =>
        {
            var instant = new DateTime(microseconds * TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc);
            var text = instant.ToString(ReadingEncoder.TimeFormat, CultureInfo.InvariantCulture);
            return InstantText.TryParse(Encoding.UTF8.GetBytes(text), out var read) && read == instant && read.Kind == DateTimeKind.Utc;
        });

    [Theory]
    [InlineData("2026-02-29T00:00:00.000000Z")]
    [InlineData("2026-13-01T00:00:00.000000Z")]
    [InlineData("2026-00-01T00:00:00.000000Z")]
    [InlineData("2026-01-00T00:00:00.000000Z")]
    [InlineData("0000-01-01T00:00:00.000000Z")]
    [InlineData("2026-01-01T24:00:00.000000Z")]
    [InlineData("2026-01-01T00:60:00.000000Z")]
    [InlineData("2026-01-01T00:00:60.000000Z")]
    [InlineData("2026-01-01T00:00:00.00000aZ")]
    [InlineData("2026-01-01 00:00:00.000000Z")]
    [InlineData("2026-01-01T00:00:00.000000z")]
    [InlineData("2026-01-01T00:00:00Z")]
    public void What_is_no_instant_of_that_form_is_left_to_the_runtime(string text) =>
        Assert.False(InstantText.TryParse(Encoding.UTF8.GetBytes(text), out _));
}
