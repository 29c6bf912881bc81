using System.Globalization;
using System.Text;
using FastEndpoints;
using IotAspire.Contracts.Readings;
using Microsoft.Extensions.Primitives;

namespace IotAspire.Api.Times;

/// <summary>How instants are written: RFC 3339 in, as in events; UTC, six digits and <c>Z</c> out, so that text sorts as time does.</summary>
internal static class InstantText
{
    public const string Form = "an RFC 3339 time with Z or an offset, as 2026-11-23T18:12:00Z (in a URL, + is written %2B)";
    private const string OutputFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
    private const int Longest = 256;

    public static string Format(DateTime instant) => instant.ToString(OutputFormat, CultureInfo.InvariantCulture);

    /// <summary>The instant in UTC; digits below a microsecond are cut off.</summary>
    public static bool TryParse(string? text, out DateTime instant)
    {
        instant = default;
        // What isn't ASCII becomes a request mark, which no instant has.
        return text?.Length <= Longest && Rfc3339.TryParse(Encoding.ASCII.GetBytes(text), out instant);
    }

    public static ParseResult Parse(StringValues text) => new(TryParse(text, out var instant), instant);
}
