using System.Globalization;
using System.Text.RegularExpressions;
using IotAspire.Contracts;

namespace IotAspire.Api.Times;

/// <summary>How a range is cut into buckets.</summary>
/// <param name="Name">As callers say it: <c>15m</c>.</param>
/// <param name="Length">Exact up to a day; a week; the average month.</param>
internal sealed partial record BucketSize(string Name, TimeSpan Length)
{
    /// <summary>The parameter that asks for one.</summary>
    public const string Parameter = "bucket";

    /// <summary>Asks for the smallest size that keeps to a number of points.</summary>
    public const string Auto = "auto";

    /// <summary>From Monday's midnight to the next (ISO 8601).</summary>
    public static readonly BucketSize Week = new("1w", TimeSpan.FromDays(7));

    /// <summary>A calendar month.</summary>
    public static readonly BucketSize Month = new("1mo", TimeSpan.FromDays(30.436875));

    /// <summary>From midnight to midnight.</summary>
    public static readonly BucketSize Day = new("1d", TimeSpan.FromDays(1));

    /// <summary>All sizes, smallest first. Those under a day divide it, so that every day begins a bucket.</summary>
    public static readonly IReadOnlyList<BucketSize> All =
    [
        Seconds(10), Seconds(15), Seconds(20), Seconds(30),
        Minutes(1), Minutes(2), Minutes(5), Minutes(10), Minutes(15), Minutes(20), Minutes(30),
        Hours(1), Hours(2), Hours(3), Hours(4), Hours(6), Hours(8), Hours(12),
        Day, Week, Month,
    ];

    public static BucketSize? Find(string name) => All.FirstOrDefault(size => size.Name == name);

    /// <summary>A size's name may be in any case, but <c>1M</c> is a minute to some and a month to others.</summary>
    public static bool IsAmbiguous(string name) => name.EndsWith('M');

    /// <summary>The sizes that somebody may have meant who writes <c>5min</c>, <c>PT5M</c>, <c>hourly</c> or <c>90s</c>.</summary>
    public static IReadOnlyList<string> Guess(string text, IReadOnlyList<string> allowed)
    {
        var match = Otherwise().Match(text);
        if (!match.Success)
            return NearWords.Find(text, allowed.Where(name => !char.IsDigit(name[0])));
        var count = match.Groups["count"].Length == 0 ? 1 : double.Parse(match.Groups["count"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        bool Is(string unit) => match.Groups[unit].Success;
        var isDate = text.StartsWith('P') && !Is("time");
        TimeSpan[] units = Is("month") || (isDate && IsAmbiguous(text)) ? [Month.Length]
            : IsAmbiguous(text) && !Is("time") ? [TimeSpan.FromMinutes(1), Month.Length]
            : [Is("second") ? TimeSpan.FromSeconds(1) : Is("minute") ? TimeSpan.FromMinutes(1) : Is("hour") ? TimeSpan.FromHours(1) : Is("day") ? Day.Length : Week.Length];
        // The nearest where there is none of that length.
        return [.. units.Select(unit => allowed.Select(Find).OfType<BucketSize>().MinBy(size => Math.Abs(Math.Log(size.Length / (unit * Math.Max(count, 1)))))!.Name).Distinct()];
    }

    [GeneratedRegex(
        @"^(?<time>PT)?P?(?<count>\d{0,4})\s*((?<second>s|secs?|seconds?)|(?<minute>m|t|mins?|minutes?)|(?<hour>h|hrs?|hours?|hourly)|(?<day>d|days?|daily)|(?<week>w|wks?|weeks?|weekly)|(?<month>mo|mons?|months?|monthly))$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Otherwise();

    private static BucketSize Seconds(int count) => new($"{count}s", TimeSpan.FromSeconds(count));

    private static BucketSize Minutes(int count) => new($"{count}m", TimeSpan.FromMinutes(count));

    private static BucketSize Hours(int count) => new($"{count}h", TimeSpan.FromHours(count));
}
