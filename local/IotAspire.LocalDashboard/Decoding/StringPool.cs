namespace IotAspire.LocalDashboard.Decoding;

/// <summary>Keeps one copy of the texts that come again and again: names, attribute keys, short values.</summary>
internal sealed class StringPool
{
    private const int MostTexts = 4_096;
    private const int LongestText = 64;

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public string Get(string text)
    {
        if (text.Length > LongestText)
            return text;
        lock (_lock)
        {
            if (_texts.TryGetValue(text, out var known))
                return known;
            // Values that never come again would fill it for good.
            if (_texts.Count >= MostTexts)
                _texts.Clear();
            _texts.Add(text, text);
            return text;
        }
    }
}
