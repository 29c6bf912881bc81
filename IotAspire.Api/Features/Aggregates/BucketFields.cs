using IotAspire.Api.Formats;

namespace IotAspire.Api.Features.Aggregates;

/// <summary>Columns of answers about buckets.</summary>
internal static class BucketFields
{
    public static readonly Field Start = new("bucketStart", ValueKind.Instant, "First instant of the bucket, UTC.");
    public static readonly Field End = new("bucketEnd", ValueKind.Instant, "First instant after the bucket, UTC.");
    public static readonly Field Complete = new("complete", ValueKind.Flag, "Whether everything that was measured in time is in it; false: it may still change, or raw readings of it have been dropped.");
    public static readonly Field Coverage = new("coverage", ValueKind.Number, "Part of the expected readings that is stored, 0 to 1; null where no interval is known.", IsNullable: true);

    public static void Add(RowSink rows, AggregateFunction function, double value)
    {
        if (function.Field.Kind == ValueKind.Integer)
            rows.Add((long)value);
        else
            rows.Add(value);
    }
}
