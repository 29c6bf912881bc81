using System.Globalization;
using System.Text;
using CsCheck;
using IotAspire.Contracts.Readings;
using NodaTime.Text;

namespace IotAspire.Tests.Contracts;

public sealed class Rfc3339Tests
{
    // NodaTime reads date and time and knows the calendar, the runtime reads the offset, and digits are cut as text.
    private static readonly LocalDateTimePattern DateAndTime = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss");

    private static readonly Gen<string> Legal = Gen.Select(
        Gen.Long[0, DateTime.MaxValue.Ticks / TimeSpan.TicksPerSecond - 1],
        Gen.OneOfConst('T', 't', ' '),
        Gen.String[Gen.Char['0', '9'], 0, 12],
        Gen.OneOf(Gen.OneOfConst("Z", "z", "-00:00", "+23:59", "-23:59"), Gen.Select(Gen.OneOfConst('+', '-'), Gen.Int[0, 23], Gen.Int[0, 59], (sign, hours, minutes) => $"{sign}{hours:00}:{minutes:00}")),
        (seconds, separator, digits, zone) =>
            $"{new DateTime(seconds * TimeSpan.TicksPerSecond):yyyy-MM-dd}{separator}{new DateTime(seconds * TimeSpan.TicksPerSecond):HH':'mm':'ss}{(digits.Length == 0 ? "" : ".")}{digits}{zone}");

    // One character is left out, doubled, or another one.
    private static readonly Gen<string> AlmostLegal = Gen.Select(Legal, Gen.Int[0, 100], Gen.Int[0, 2], Gen.Char["0123456789TtZz+-:. ,W\u00e9"], (text, at, way, other) =>
    {
        at %= text.Length;
        return way switch { 0 => text.Remove(at, 1), 1 => text.Insert(at, $"{text[at]}"), _ => text.Remove(at, 1).Insert(at, $"{other}") };
    });

    [Fact]
    public void Every_instant_that_is_written_is_read_back() =>
        Gen.Long[0, DateTime.MaxValue.Ticks / TimeSpan.TicksPerMicrosecond].Sample(microseconds =>
        {
            var instant = new DateTime(microseconds * TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc);
            var text = instant.ToString(ReadingEncoder.TimeFormat, CultureInfo.InvariantCulture);
            return Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out var read) && read == instant && read.Kind == DateTimeKind.Utc;
        });

    [Fact]
    public void What_is_legal_is_read_as_another_library_reads_it() => Legal.Sample(Compare, iter: 100_000);

    [Fact]
    public void What_is_almost_legal_is_read_or_refused_as_another_library_does() => AlmostLegal.Sample(Compare, iter: 300_000);

    // .NET, Go, Java, JavaScript, Python's str().
    [Theory]
    [InlineData("2026-11-23T18:12:00.1234567Z", "2026-11-23T18:12:00.123456Z")]
    [InlineData("2026-11-23T19:12:00.1234567+01:00", "2026-11-23T18:12:00.123456Z")]
    [InlineData("2026-11-23T18:12:00.123456789Z", "2026-11-23T18:12:00.123456Z")]
    [InlineData("2026-11-23T18:12:00.123Z", "2026-11-23T18:12:00.123000Z")]
    [InlineData("2026-11-23 18:12:00.123456+00:00", "2026-11-23T18:12:00.123456Z")]
    [InlineData("1969-12-31T23:59:59.9999999Z", "1969-12-31T23:59:59.999999Z")]
    [InlineData("9999-12-31T23:59:59.99999999Z", "9999-12-31T23:59:59.999999Z")]
    [InlineData("0001-01-01T23:59:00+23:59", "0001-01-01T00:00:00.000000Z")]
    [InlineData("1990-12-31T23:59:60Z", "1991-01-01T00:00:00.000000Z")]
    [InlineData("1990-12-31T15:59:60.5-08:00", "1991-01-01T00:00:00.500000Z")]
    public void What_devices_write_is_cut_to_microseconds(string text, string expected)
    {
        Assert.True(Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out var instant));
        Assert.Equal(expected, instant.ToString(ReadingEncoder.TimeFormat, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("2026-02-29T00:00:00Z", nameof(InstantFault.Calendar))]
    [InlineData("2026-13-01T00:00:00Z", nameof(InstantFault.Calendar))]
    [InlineData("2026-00-01T00:00:00Z", nameof(InstantFault.Calendar))]
    [InlineData("2026-01-00T00:00:00Z", nameof(InstantFault.Calendar))]
    [InlineData("2026-01-01T24:00:00Z", nameof(InstantFault.Calendar))]
    [InlineData("2026-01-01T00:60:00Z", nameof(InstantFault.Calendar))]
    [InlineData("2026-12-31T23:59:61Z", nameof(InstantFault.Calendar))]
    // No leap second: not in the last minute of a month in UTC.
    [InlineData("2026-01-01T00:00:60Z", nameof(InstantFault.Calendar))]
    [InlineData("2026-12-30T23:59:60Z", nameof(InstantFault.Calendar))]
    [InlineData("2026-12-31T23:59:60+01:00", nameof(InstantFault.Calendar))]
    [InlineData("0000-01-01T00:00:00Z", nameof(InstantFault.Range))]
    [InlineData("0001-01-01T00:00:00+00:01", nameof(InstantFault.Range))]
    [InlineData("9999-12-31T23:59:59.9-00:01", nameof(InstantFault.Range))]
    [InlineData("9999-12-31T23:59:60Z", nameof(InstantFault.Range))]
    [InlineData("2026-11-23T18:12:00", nameof(InstantFault.Zone))]
    [InlineData("2026-11-23T18:12:00.123", nameof(InstantFault.Zone))]
    [InlineData("2026-11-23T18:12:00+0000", nameof(InstantFault.Zone))]
    [InlineData("2026-11-23T18:12:00+01", nameof(InstantFault.Zone))]
    [InlineData("2026-11-23T18:12:00+24:00", nameof(InstantFault.Zone))]
    [InlineData("2026-11-23T18:12:00+01:60", nameof(InstantFault.Zone))]
    [InlineData("2026-11-23T18:12:00 01:00", nameof(InstantFault.Zone))]
    [InlineData("2026-11-23T18:12:00.Z", nameof(InstantFault.Form))]
    [InlineData("2026-11-23T18:12:00,5Z", nameof(InstantFault.Form))]
    [InlineData("2026-11-23T18:12Z", nameof(InstantFault.Form))]
    [InlineData("20261123T181200Z", nameof(InstantFault.Form))]
    [InlineData("2026-W48-1T18:12:00Z", nameof(InstantFault.Form))]
    [InlineData("2026-327T18:12:00.000Z", nameof(InstantFault.Form))]
    [InlineData("+12026-11-23T18:12:00Z", nameof(InstantFault.Form))]
    [InlineData("2026-11-23", nameof(InstantFault.Form))]
    [InlineData("1795457520", nameof(InstantFault.Form))]
    [InlineData("", nameof(InstantFault.Form))]
    public void What_is_no_instant_is_refused_with_the_reason(string text, string fault)
    {
        Assert.Equal(fault, Rfc3339.Parse(Encoding.UTF8.GetBytes(text), out _).ToString());
        Assert.False(IotAspire.Api.Times.InstantText.TryParse(text, out _));
    }

    private static void Compare(string text)
    {
        var expected = Read(text);
        // Leap seconds, which other libraries don't know, and the hour 24, which some of them take, have tests of their own.
        if (text.Length > 18 && (text[17] == '6' || text[11..13] == "24"))
            return;
        var isRead = Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out var instant);
        Assert.True(isRead == expected is not null, text);
        Assert.Equal(isRead, IotAspire.Api.Times.InstantText.TryParse(text, out var asked));
        Assert.Equal(instant, asked);
        if (expected is { } ticks)
            Assert.True(ticks == instant.Ticks && instant.Kind == DateTimeKind.Utc, text);
    }

    // Null where it isn't RFC 3339, or outside what a DateTime holds.
    private static long? Read(string text)
    {
        if (text.Length < 20 || !"Tt ".Contains(text[10], StringComparison.Ordinal) || DateAndTime.Parse($"{text[..10]}T{text[11..19]}") is not { Success: true } time)
            return null;
        var zone = text.AsSpan(19).TrimStart("0123456789.").ToString();
        var fraction = text[19..^zone.Length];
        var offset = TimeSpan.Zero;
        if ((zone is not ("Z" or "z") && (!(zone.StartsWith('+') || zone.StartsWith('-')) || !TimeSpan.TryParseExact(zone[1..], @"hh\:mm", CultureInfo.InvariantCulture, out offset))) || (fraction.Length > 0 && (fraction.Length == 1 || fraction[0] != '.' || fraction.LastIndexOf('.') > 0)))
            return null;
        var microseconds = fraction.Length == 0 ? 0 : int.Parse(fraction[1..].PadRight(6, '0')[..6], CultureInfo.InvariantCulture);
        var ticks = (time.Value.InZoneStrictly(NodaTime.DateTimeZone.Utc).ToInstant() - NodaTime.Instant.FromUtc(1, 1, 1, 0, 0)).BclCompatibleTicks;
        ticks += (microseconds * TimeSpan.TicksPerMicrosecond) - (zone[0] == '-' ? -offset : offset).Ticks;
        return time.Value.Year >= 1 && ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? ticks : null;
    }
}
