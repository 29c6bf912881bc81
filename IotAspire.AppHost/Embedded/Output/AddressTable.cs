using System.Globalization;

namespace IotAspire.AppHost.Embedded.Output;

/// <summary>The short table that says that all is up; one resource a line, name and address.</summary>
internal static class AddressTable
{
    private const int NameWidth = 10;

    public static IEnumerable<string> Format(IEnumerable<(string Name, string Address)> resources, TimeSpan took)
    {
        yield return "";
        foreach (var (name, address) in resources)
            yield return $"{name.PadRight(NameWidth)}  {address}";
        yield return string.Create(CultureInfo.InvariantCulture, $"{"ready".PadRight(NameWidth)}  after {took.TotalSeconds:0.0} s; Ctrl+C stops everything");
        yield return "";
    }
}
