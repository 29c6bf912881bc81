namespace IotAspire.Contracts;

/// <summary>Finds the words that somebody may have meant who wrote another.</summary>
internal static class NearWords
{
    private const int Most = 3;
    private const int MaxLengthOnStack = 128;

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
        var most = MaxSlips(text);
        var near = words.Select(word => (Word: word, Distance: Distance(text, word, most))).Where(pair => pair.Distance <= most).OrderBy(pair => pair.Distance).ToList();
        return [.. near.TakeWhile(pair => pair.Distance == near[0].Distance).Take(Most).Select(pair => pair.Word)];
    }

    /// <summary>One slip in a short word, up to three in a long one: more would make any word of any other.</summary>
    public static int MaxSlips(string text) => Math.Min(1 + (text.Length / 4), 3);

    /// <summary>How many letters were forgotten, added, mistaken or exchanged with their neighbour (optimal string alignment); case doesn't count.</summary>
    /// <param name="text">One.</param>
    /// <param name="word">The other.</param>
    /// <param name="most">Where there are more, any greater number will do.</param>
    public static int Distance(ReadOnlySpan<char> text, ReadOnlySpan<char> word, int most)
    {
        if (Math.Abs(text.Length - word.Length) > most)
            return most + 1;
        // Most ids of a fleet have a beginning or an end in common, which costs no slip.
        while (!text.IsEmpty && !word.IsEmpty && Lower(text[0]) == Lower(word[0]))
        {
            text = text[1..];
            word = word[1..];
        }

        while (!text.IsEmpty && !word.IsEmpty && Lower(text[^1]) == Lower(word[^1]))
        {
            text = text[..^1];
            word = word[..^1];
        }

        var width = word.Length + 1;
        Span<int> rows = width <= MaxLengthOnStack ? stackalloc int[3 * MaxLengthOnStack] : new int[3 * width];
        for (var j = 0; j < width; j++)
            rows[j] = j;
        for (var i = 1; i <= text.Length; i++)
        {
            var (row, last, before) = (i % 3 * width, (i + 2) % 3 * width, (i + 1) % 3 * width);
            var least = rows[row] = i;
            for (var j = 1; j < width; j++)
            {
                var isSame = Lower(text[i - 1]) == Lower(word[j - 1]);
                var slips = Math.Min(Math.Min(rows[row + j - 1], rows[last + j]) + 1, rows[last + j - 1] + (isSame ? 0 : 1));
                if (i > 1 && j > 1 && Lower(text[i - 1]) == Lower(word[j - 2]) && Lower(text[i - 2]) == Lower(word[j - 1]))
                    slips = Math.Min(slips, rows[before + j - 2] + 1);
                rows[row + j] = slips;
                least = Math.Min(least, slips);
            }

            if (least > most)
                return most + 1;
        }

        return rows[(text.Length % 3 * width) + word.Length];
    }

    private static char Lower(char unit) => char.ToLowerInvariant(unit);
}
