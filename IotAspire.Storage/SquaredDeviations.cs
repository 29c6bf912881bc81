namespace IotAspire.Storage;

/// <summary>Squared deviations from the mean, by methods that keep small deviations of large values.</summary>
internal static class SquaredDeviations
{
    /// <summary>Those of two sets of values together, neither of which is empty (Chan, Golub and LeVeque, 1979).</summary>
    public static double Merge(double m2, double mean, double count, double otherM2, double otherMean, double otherCount)
    {
        var distance = otherMean - mean;
        return m2 + otherM2 + (distance * distance * count * otherCount / (count + otherCount));
    }
}
