namespace IotAspire.Api.Formats;

/// <summary>What a column holds.</summary>
internal enum ValueKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>UTC, microseconds.</summary>
    Instant,

    /// <summary>A finite double.</summary>
    Number,

    /// <summary>A whole number of 64 bits.</summary>
    Integer,

    /// <summary>Yes or no; never without a value.</summary>
    Flag,
}

/// <summary>A column of an answer, the same in every format.</summary>
/// <param name="Name">In camelCase.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Meaning">For people; stands in the catalogue and in Arrow's schema.</param>
/// <param name="IsNullable">Whether a row may have no value.</param>
/// <param name="Unit">Of its numbers; null where they have none.</param>
internal sealed record Field(string Name, ValueKind Kind, string Meaning, bool IsNullable = false, string? Unit = null)
{
    /// <summary>Stands for the unit of the row's sensor.</summary>
    public const string SensorsUnit = "the sensor's";
}
