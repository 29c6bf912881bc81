using System.Globalization;
using System.Text;
using IotAspire.Contracts.Catalogue;
using IotAspire.Contracts.Readings;
using IotAspire.Storage.Ingest;
using IotAspire.Tests.Storage;

namespace IotAspire.BrowserTests.Support;

/// <summary>Sensors whose ids, names, units and values are as long, as great, as small and as unusual as they may be. The same for the same seed.</summary>
internal sealed class StrangeFleet
{
    private const int MaxIdLength = 64;
    private const int MaxTypeLength = 64;
    private const int MaxUnitLength = 32;
    private const int MaxDescriptionLength = 255;
    private const int Described = 9;
    private const int Undescribed = 5;

    // Each is a text element that names may consist of: wide and narrow letters, from right to left, without spaces, several code
    // points for one sign, and a sign that reverses what follows it.
    private static readonly string[] Elements = ["W", "i", "m", "ß", "خ", "ש", "漢", "🌡", "👩‍🔬", "é̂", "\u202e", "&", "<", " "];

    private static readonly double[] Values =
    [
        0, -1e-12, 1e-12, 21.5, -40, 123_456_789, -987_654_321.123, 999_999_999_999, 1e9 + 1e-5, 1e15, 1e100, -1e100, 1e-100, 1e120, double.Epsilon,
    ];

    private static readonly int[] Counts = [1, 2, 30];

    private readonly Random _random;

    public StrangeFleet(int seed)
    {
        _random = new(seed);
        Catalogue = [.. Enumerable.Range(0, Described).Select(Sensor)];
        Others = [.. Enumerable.Range(Described, Undescribed).Select(Sensor)];
    }

    /// <summary>With a place each; the last has no reading.</summary>
    public IReadOnlyList<Sensor> Catalogue { get; }

    /// <summary>Known by their readings alone.</summary>
    public IReadOnlyList<Sensor> Others { get; }

    /// <summary>Readings of each within the last half hour: one, two that are the same, or thirty that differ.</summary>
    public async Task StoreAsync(IngestDatabase database)
    {
        await database.Sensors.StoreCatalogueAsync(new(Catalogue), IngestDatabase.Token);
        var (ownership, start) = await database.OwnAsync();
        var readings = Catalogue.SkipLast(1).Concat(Others).SelectMany(ReadingsOf).ToArray();
        await database.Writer.WriteAsync(Batches.Next(ownership, start, readings), IngestDatabase.Token);
    }

    private IEnumerable<IngestReading> ReadingsOf(Sensor sensor, int index)
    {
        var count = Counts[index % Counts.Length];
        var value = Values[(index + _random.Next(3)) % Values.Length];
        for (var i = 0; i < count; i++)
        {
            var at = StoredBuilding.Now.AddMinutes(-(i + 1));
            var origin = new EventOrigin(0, 0, at.AddMilliseconds(100), "{}"u8.ToArray());
            yield return new(new Reading(sensor.SensorId, at, count < Counts.Max() ? value : Values[_random.Next(Values.Length)], sensor.Unit), origin);
        }
    }

    // The first few are the worst in one way each.
    private Sensor Sensor(int index) => new(
        Id(index),
        Text(index == 1 ? MaxTypeLength : _random.Next(1, MaxTypeLength), index == 1 ? "W" : null),
        // Two have the same, so that they share an axis and a scale.
        index is 6 or 10 ? "°C" : Text(index < 3 ? MaxUnitLength : _random.Next(1, MaxUnitLength), index == 2 ? "W" : null),
        _random.Next(3) * 50,
        _random.Next(3) * 50,
        new(-1e9, 1e9),
        Text(index < 4 ? MaxDescriptionLength : _random.Next(1, MaxDescriptionLength), index switch { 0 => "W", 1 => "خ", 2 => "👩‍🔬", _ => null }),
        TimeSpan.FromMinutes(1));

    private string Id(int index)
    {
        const string Letters = "abcmwxyz0189._-";
        var number = index.ToString("d2", CultureInfo.InvariantCulture);
        var length = index % 2 == 0 ? MaxIdLength : _random.Next(3, MaxIdLength);
        return number + string.Concat(Enumerable.Range(0, length - 2).Select(_ => index == Described ? 'w' : Letters[_random.Next(Letters.Length)]));
    }

    private string Text(int length, string? element)
    {
        var text = new StringBuilder();
        while (true)
        {
            var next = element ?? Elements[_random.Next(Elements.Length)];
            if (text.Length + next.Length > length)
                return text.Length > 0 ? text.ToString() : "x";
            text.Append(next);
        }
    }
}
