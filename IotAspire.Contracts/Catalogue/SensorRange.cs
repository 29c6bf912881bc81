namespace IotAspire.Contracts.Catalogue;

/// <summary>A closed range of values, in the sensor's unit.</summary>
/// <param name="Minimum">Lowest value; below <paramref name="Maximum"/>.</param>
/// <param name="Maximum">Highest value.</param>
public readonly record struct SensorRange(double Minimum, double Maximum)
{
    /// <summary>Whether the value lies in the range, ends included.</summary>
    public bool Contains(double value) => value >= Minimum && value <= Maximum;
}
