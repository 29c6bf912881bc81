namespace IotAspire.Api.Times;

/// <summary>How a range is cut into buckets.</summary>
/// <param name="Name">As callers say it: <c>15m</c>.</param>
/// <param name="Length">Exact up to a day; a week; the average month.</param>
internal sealed record BucketSize(string Name, TimeSpan Length)
{
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

    public static string Names => string.Join(", ", All.Select(size => size.Name));

    public static BucketSize? Find(string name) => All.FirstOrDefault(size => size.Name == name);

    /// <summary>The smallest that cuts the range into at most so many buckets and isn't smaller than readings are apart.</summary>
    public static BucketSize Fitting(TimeSpan range, int maximumPoints, TimeSpan interval) =>
        All.FirstOrDefault(size => size.Length >= interval && range / size.Length <= maximumPoints - 1) ?? Month;

    private static BucketSize Seconds(int count) => new($"{count}s", TimeSpan.FromSeconds(count));

    private static BucketSize Minutes(int count) => new($"{count}m", TimeSpan.FromMinutes(count));

    private static BucketSize Hours(int count) => new($"{count}h", TimeSpan.FromHours(count));
}
