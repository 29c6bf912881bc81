using System.Text;

namespace IotAspire.Contracts.Readings;

/// <summary>
/// Keeps one string for each text that comes again and again, such as sensor ids and units, so that decoding doesn't make a new
/// one for every reading. A table of fixed size in which a new text replaces the one in its slot: it can't grow, whatever is
/// sent. Safe for any number of threads.
/// </summary>
internal sealed class Utf8Texts(int places)
{
    private readonly Entry?[] _entries = new Entry?[places];

    /// <summary>The text, if it was kept.</summary>
    public string? Find(ReadOnlySpan<byte> utf8) =>
        _entries[PlaceOf(utf8)] is { } entry && utf8.SequenceEqual(entry.Utf8) ? entry.Text : null;

    /// <summary>Makes the text and keeps it.</summary>
    public string Add(ReadOnlySpan<byte> utf8)
    {
        var text = Encoding.UTF8.GetString(utf8);
        _entries[PlaceOf(utf8)] = new(utf8.ToArray(), text);
        return text;
    }

    private int PlaceOf(ReadOnlySpan<byte> utf8)
    {
        // FNV-1a: ids of a fleet differ in few bytes, all of which count.
        var hash = 2166136261u;
        foreach (var unit in utf8)
            hash = (hash ^ unit) * 16777619u;
        return (int)((hash ^ (hash >> 15)) % (uint)_entries.Length);
    }

    private sealed record Entry(byte[] Utf8, string Text);
}
