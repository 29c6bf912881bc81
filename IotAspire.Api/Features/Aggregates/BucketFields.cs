using IotAspire.Api.Formats;

namespace IotAspire.Api.Features.Aggregates;

/// <summary>Columns of answers about buckets.</summary>
internal static class BucketFields
{
    public static readonly Field Start = new("bucketStart", ValueKind.Instant, "First instant of the bucket, UTC.");
    public static readonly Field End = new("bucketEnd", ValueKind.Instant, "First instant after the bucket, UTC.");
    public static readonly Field Complete = new("complete", ValueKind.Flag, "Whether everything that came in time is in it and nothing came late just now; false: it may still change, or raw readings of it have been dropped. How much of it there is, coverage tells.");
    public static readonly Field Coverage = new("coverage", ValueKind.Number, "Part of the readings expected in the bucket up to now that is stored, 0 to 1; null where no interval is known.", IsNullable: true);
    public static readonly Field FilledFrom = new("filledFrom", ValueKind.Instant, "With fill=previous: first instant of the bucket that the values were taken from; null where they are the bucket's own, or where none are kept.", IsNullable: true);

    public static void Add(RowBuffer rows, AggregateFunction function, double value)
    {
        if (function.Field.Kind == ValueKind.Integer)
            rows.Add((long)value);
        else
            rows.Add(value);
    }
}
