namespace IotAspire.Api.Features.Aggregates;

/// <summary>What stands for a bucket without readings.</summary>
internal enum GapFill
{
    /// <summary>No row.</summary>
    None,

    /// <summary>A row without values.</summary>
    Null,

    /// <summary>The values of the bucket before; none before the first.</summary>
    Previous,

    /// <summary>Values on the line between the buckets before and behind; none outside.</summary>
    Linear,
}
