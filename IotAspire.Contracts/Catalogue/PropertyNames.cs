namespace IotAspire.Contracts.Catalogue;

/// <summary>The properties that an object of the catalogue may have.</summary>
/// <param name="names">All.</param>
/// <param name="older">Older spellings, taken and not advertised.</param>
internal sealed class PropertyNames(string[] names, string[]? older = null)
{
    // What others call them.
    private static readonly IReadOnlyDictionary<string, string> Others =
        NearWords.Others("sensorId: id; description: name; longitude: lon long; range: min max; interval: period");

    public bool Allows(string name) => names.Contains(name, StringComparer.Ordinal) || older?.Contains(name, StringComparer.Ordinal) == true;

    public string Describe(string name) => $"allowed are {string.Join(", ", names)}."
        + NearWords.Ask(Others.GetValueOrDefault(name) is { } other && names.Contains(other) ? [other] : NearWords.Find(name, names));
}
