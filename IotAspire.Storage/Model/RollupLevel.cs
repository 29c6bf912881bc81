namespace IotAspire.Storage.Model;

/// <summary>A size of bucket that is kept, with its table.</summary>
/// <param name="Name">As the API says it: <c>1m</c>.</param>
/// <param name="Table">The table.</param>
/// <param name="Size">Length of a bucket; divides a day, so that buckets begin at UTC midnight.</param>
public sealed record RollupLevel(string Name, string Table, TimeSpan Size)
{
    /// <summary>One minute.</summary>
    public static RollupLevel Minute { get; } = new("1m", "rollups_1m", TimeSpan.FromMinutes(1));

    /// <summary>One hour.</summary>
    public static RollupLevel Hour { get; } = new("1h", "rollups_1h", TimeSpan.FromHours(1));

    /// <summary>One day, UTC.</summary>
    public static RollupLevel Day { get; } = new("1d", "rollups_1d", TimeSpan.FromDays(1));

    /// <summary>All levels, finest first.</summary>
    public static IReadOnlyList<RollupLevel> All { get; } = [Minute, Hour, Day];

    /// <summary>The first instant of the bucket that holds the given one.</summary>
    public DateTime BucketStart(DateTime instant) => new(instant.Ticks - (instant.Ticks % Size.Ticks), DateTimeKind.Utc);
}
