namespace IotAspire.Api.Features.Stored;

/// <summary>What of a rollup a request needs; the number of readings always comes along.</summary>
[Flags]
internal enum RollupColumns
{
    None = 0,

    Sum = 1,

    /// <summary>Squared deviations; needs <see cref="Sum"/>.</summary>
    Deviations = 2,

    Extremes = 4,

    /// <summary>First and last value with their instants.</summary>
    Ends = 8,

    /// <summary>Repetitions, late readings and those out of range.</summary>
    Faults = 16,
}
