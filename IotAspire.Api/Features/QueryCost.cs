using System.Globalization;

namespace IotAspire.Api.Features;

/// <summary>
/// What one request may cost. Answers that are streamed as they are read may be of any length; what is limited is reading much to
/// say little.
/// </summary>
internal static class QueryCost
{
    /// <summary>Raw readings that one answer may be computed from.</summary>
    public const long MaxRaw = 2_000_000;

    /// <summary>Rollups that one answer may be computed from.</summary>
    public const long MaxRollups = 10_000_000;

    /// <summary>Rows that filling gaps may make.</summary>
    public const long MaxFilled = 10_000_000;

    /// <summary>Cells of a wide answer, which is made whole in memory.</summary>
    public const long MaxWide = 2_000_000;

    /// <exception cref="RequestRefusedException">Too many.</exception>
    public static void CheckRaw(long readings, string use, string narrow) => Check("from", readings, MaxRaw, $"raw readings would have to be {use}", narrow);

    /// <exception cref="RequestRefusedException">Too many.</exception>
    public static void Check(string parameter, long rows, long most, string what, string narrow)
    {
        if (rows > most)
            throw RequestRefusal.Of(parameter, string.Create(CultureInfo.InvariantCulture, $"is too large a request: {rows:N0} {what}, the limit is {most:N0}; {narrow}."));
    }
}
