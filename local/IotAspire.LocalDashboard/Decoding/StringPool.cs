namespace IotAspire.LocalDashboard.Decoding;

/// <summary>Keeps one copy of the texts that come again and again: names, attribute keys, short values.</summary>
internal sealed class StringPool
{
    private const int MostTexts = 4_096;
    private const int LongestText = 64;

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <param name="text">A text.</param>
    /// <param name="isShared">Whether there was one of its kind already.</param>
    /// <returns>The text, or the one that is equal to it.</returns>
    public string Get(string text, out bool isShared)
    {
        isShared = false;
        if (text.Length > LongestText)
            return text;
        lock (_lock)
        {
            if (_texts.TryGetValue(text, out var known))
            {
                isShared = true;
                return known;
            }

            // Values that never come again would fill it for good.
            if (_texts.Count >= MostTexts)
                _texts.Clear();
            _texts.Add(text, text);
            return text;
        }
    }
}
