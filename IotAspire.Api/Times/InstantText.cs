using System.Globalization;
using System.Text.RegularExpressions;
using FastEndpoints;
using Microsoft.Extensions.Primitives;

namespace IotAspire.Api.Times;

/// <summary>How instants are written: RFC 3339 in; UTC, six digits and <c>Z</c> out, so that text sorts as time does.</summary>
internal static partial class InstantText
{
    public const string Form = "an RFC 3339 time with Z or an offset, as 2026-11-23T18:12:00Z (in a URL, + is written %2B)";
    private const string OutputFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    public static string Format(DateTime instant) => instant.ToString(OutputFormat, CultureInfo.InvariantCulture);

    /// <summary>The instant in UTC; digits below a microsecond are cut off.</summary>
    public static bool TryParse(string? text, out DateTime instant)
    {
        instant = default;
        if (text is null || !Rfc3339().IsMatch(text)
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed))
            return false;
        var ticks = parsed.UtcTicks;
        instant = new(ticks - (ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);
        return true;
    }

    public static ParseResult Parse(StringValues text) => new(TryParse(text, out var instant), instant);

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$")]
    private static partial Regex Rfc3339();
}
