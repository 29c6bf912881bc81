namespace IotAspire.Contracts;

/// <summary>Finds the words that somebody may have meant who wrote another.</summary>
internal static class NearWords
{
    private const int Most = 3;

    /// <summary>What others call things, in any case.</summary>
    /// <param name="table">As <c>avg: mean average; min: minimum</c>.</param>
    public static IReadOnlyDictionary<string, string> Others(string table) => table.Split("; ").Select(line => line.Split(": "))
        .SelectMany(line => line[1].Split(' ').Select(other => KeyValuePair.Create(other, line[0])))
        .ToDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>A sentence as <c>Did you mean "avg"?</c> with a space before it; empty where nothing is near.</summary>
    public static string Ask(IReadOnlyList<string> meant) =>
        meant.Count == 0 ? "" : $" Did you mean {string.Join(" or ", meant.Select(word => $"\"{word}\""))}?";

    /// <summary>The words that are so near that a slip of the fingers makes one of the other, in any case; the nearest first, of equals the first.</summary>
    public static IReadOnlyList<string> Find(string text, IEnumerable<string> words)
    {
        var most = MostSlips(text);
        var near = words.Select(word => (Word: word, Distance: Distance(text, word, most))).Where(pair => pair.Distance <= most).OrderBy(pair => pair.Distance).ToList();
        return [.. near.TakeWhile(pair => pair.Distance == near[0].Distance).Take(Most).Select(pair => pair.Word)];
    }

    /// <summary>One slip in a short word, up to three in a long one: more would make any word of any other.</summary>
    public static int MostSlips(string text) => Math.Min(1 + (text.Length / 4), 3);

    /// <summary>How many letters were forgotten, added, mistaken or exchanged with their neighbour (optimal string alignment); case doesn't count.</summary>
    /// <param name="text">One.</param>
    /// <param name="word">The other.</param>
    /// <param name="most">Where there are more, any greater number will do.</param>
    public static int Distance(string text, string word, int most)
    {
        if (Math.Abs(text.Length - word.Length) > most)
            return most + 1;
        var (before, last, row) = (new int[word.Length + 1], Enumerable.Range(0, word.Length + 1).ToArray(), new int[word.Length + 1]);
        for (var i = 1; i <= text.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= word.Length; j++)
            {
                var isSame = Lower(text, i) == Lower(word, j);
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (isSame ? 0 : 1));
                if (i > 1 && j > 1 && Lower(text, i) == Lower(word, j - 1) && Lower(text, i - 1) == Lower(word, j))
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            if (row.Min() > most)
                return most + 1;
            (before, last, row) = (last, row, before);
        }

        return last[word.Length];
    }

    private static char Lower(string text, int count) => char.ToLowerInvariant(text[count - 1]);
}
