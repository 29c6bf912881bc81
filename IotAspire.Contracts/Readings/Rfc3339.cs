using System.Globalization;

namespace IotAspire.Contracts.Readings;

/// <summary>
/// Reads instants in every form that RFC 3339 allows, several times as fast as the runtime, and writes the one form that our events
/// have. The runtime's own parser takes less (no offset beyond 14 hours) and more (local times).
/// </summary>
internal static class Rfc3339
{
    public const int Length = 27;

    /// <summary>How an instant is best sent.</summary>
    public const string Example = "2026-11-23T18:12:00.123456Z";

    private const int SecondsEnd = 19;
    private const int OffsetLength = 6;
    private const int FractionDigits = 6;
    private const int LeapSecond = 60;
    private static readonly int[] Scales = [1_000_000, 100_000, 10_000, 1_000, 100, 10, 1];

    /// <summary>Writes a UTC instant of whole microseconds.</summary>
    /// <param name="instant">Digits below a microsecond are left out.</param>
    /// <param name="destination">Holds one byte more than <see cref="Length"/>.</param>
    public static int Write(DateTime instant, Span<byte> destination)
    {
        // The runtime's round-trip form, which it writes fast, has one digit more.
        instant.TryFormat(destination, out _, "O", CultureInfo.InvariantCulture);
        destination[Length - 1] = (byte)'Z';
        return Length;
    }

    /// <summary>Reads an instant; digits below a microsecond are cut off, as the hub's and the database's times have none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTime instant) => Parse(text, out instant) == InstantFault.None;

    /// <summary>Reads an instant; see <see cref="TryParse"/>.</summary>
    /// <returns>Why the text is no instant.</returns>
    public static InstantFault Parse(ReadOnlySpan<byte> text, out DateTime instant)
    {
        instant = default;
        // RFC 3339 lets an application take a space for the T, which is what Python's str() writes.
        if (text.Length < SecondsEnd || text[4] != '-' || text[7] != '-' || !(IsLetter(text[10], 't') || text[10] == ' ') || text[13] != ':' || text[16] != ':')
            return InstantFault.Form;
        var (century, ofCentury, month, day) = (Digits(text, 0), Digits(text, 2), Digits(text, 5), Digits(text, 8));
        var (hour, minute, second) = (Digits(text, 11), Digits(text, 14), Digits(text, 17));
        if ((century | ofCentury | month | day | hour | minute | second) < 0 || !TryReadFraction(text[SecondsEnd..], out var microseconds, out var zone))
            return InstantFault.Form;
        if (!TryReadOffset(zone, out var offset))
            return InstantFault.Zone;
        var year = (century * 100) + ofCentury;
        if (year == 0)
            return InstantFault.Range;
        if (month is 0 or > 12 || day == 0 || (day > 28 && day > DateTime.DaysInMonth(year, month)) || hour > 23 || minute > 59 || second > LeapSecond)
            return InstantFault.Calendar;
        // A leap second counts as the one after it, as in every count of seconds since 1970.
        var ticks = new DateTime(year, month, day, hour, minute, 0).Ticks
            + (((second - (offset * 60L)) * 1_000_000) + microseconds) * TimeSpan.TicksPerMicrosecond;
        if ((ulong)ticks > (ulong)DateTime.MaxValue.Ticks)
            return InstantFault.Range;
        instant = new(ticks, DateTimeKind.Utc);
        return second < LeapSecond || instant is { Day: 1, Hour: 0, Minute: 0 } ? InstantFault.None : InstantFault.Calendar;
    }

    /// <summary>What is wrong with a text, to follow it in a sentence.</summary>
    public static string Describe(InstantFault fault) => fault switch
    {
        InstantFault.Zone => "has no zone as RFC 3339 writes it, Z or an offset as +01:00",
        InstantFault.Calendar => "isn't in the calendar",
        InstantFault.Range => "lies outside the years 1 to 9999 in UTC",
        _ => "isn't an RFC 3339 time",
    };

    private static bool TryReadFraction(ReadOnlySpan<byte> text, out int microseconds, out ReadOnlySpan<byte> rest)
    {
        microseconds = 0;
        rest = text;
        // ISO 8601 lets a comma stand there, RFC 3339 doesn't.
        if (text.IsEmpty || text[0] != '.')
            return text.IsEmpty || text[0] != ',';
        var length = 1;
        while (length < text.Length && text[length] is >= (byte)'0' and <= (byte)'9')
        {
            if (length <= FractionDigits)
                microseconds = (microseconds * 10) + (text[length] - '0');
            length++;
        }

        microseconds *= Scales[Math.Min(length - 1, FractionDigits)];
        rest = text[length..];
        return length > 1;
    }

    private static bool TryReadOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.Length == 1)
            return IsLetter(text[0], 'z');
        if (text.Length != OffsetLength || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':')
            return false;
        var (hours, rest) = (Digits(text, 1), Digits(text, 4));
        minutes = ((hours * 60) + rest) * (text[0] == '-' ? -1 : 1);
        return (hours | rest) >= 0 && hours <= 23 && rest <= 59;
    }

    private static bool IsLetter(byte unit, char letter) => (unit | 0x20) == letter;

    // Two of them; negative when one isn't a digit.
    private static int Digits(ReadOnlySpan<byte> text, int at)
    {
        var (tens, ones) = ((uint)(text[at] - '0'), (uint)(text[at + 1] - '0'));
        return tens > 9 || ones > 9 ? -1 : (int)((tens * 10) + ones);
    }
}

/// <summary>Why a text is no instant.</summary>
internal enum InstantFault
{
    None,

    /// <summary>Not as RFC 3339 writes it.</summary>
    Form,

    /// <summary>A date and a time as RFC 3339 writes them, without a zone or with one of another form.</summary>
    Zone,

    /// <summary>As 30 February, or a leap second where there can be none.</summary>
    Calendar,

    /// <summary>Beyond what a date and time can hold here.</summary>
    Range,
}
