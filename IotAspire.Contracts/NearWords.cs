namespace IotAspire.Contracts;

/// <summary>Finds the words that a misspelt word may stand for.</summary>
internal static class NearWords
{
    private const int MaxSuggestions = 3;
    private const int MaxLengthOnStack = 128;

    /// <summary>Reads a table of other words for known ones; case doesn't count.</summary>
    /// <param name="table">Such as <c>avg: mean average; min: minimum</c>.</param>
    public static IReadOnlyDictionary<string, string> Others(string table) => table.Split("; ").Select(line => line.Split(": "))
        .SelectMany(line => line[1].Split(' ').Select(other => KeyValuePair.Create(other, line[0])))
        .ToDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>A sentence such as <c>Did you mean "avg"?</c>, after a space; empty without words.</summary>
    public static string Ask(IReadOnlyList<string> meant) =>
        meant.Count == 0 ? "" : $" Did you mean {string.Join(" or ", meant.Select(word => $"\"{word}\""))}?";

    /// <summary>The words that are nearest to the text, if a few typing errors make the difference; case doesn't count.</summary>
    public static IReadOnlyList<string> Find(string text, IEnumerable<string> words)
    {
        var max = MaxSlips(text);
        var near = words.Select(word => (Word: word, Distance: Distance(text, word, max))).Where(pair => pair.Distance <= max).OrderBy(pair => pair.Distance).ToList();
        return [.. near.TakeWhile(pair => pair.Distance == near[0].Distance).Take(MaxSuggestions).Select(pair => pair.Word)];
    }

    /// <summary>One typing error in a short word, up to three in a long one: with more, any word would be near any other.</summary>
    public static int MaxSlips(string text) => Math.Min(1 + (text.Length / 4), 3);

    /// <summary>How many letters are missing, added, wrong or exchanged with their neighbour (optimal string alignment); case doesn't count.</summary>
    /// <param name="text">The text.</param>
    /// <param name="word">The word to compare it with.</param>
    /// <param name="max">Where there are more, the result is any greater number.</param>
    public static int Distance(ReadOnlySpan<char> text, ReadOnlySpan<char> word, int max)
    {
        if (Math.Abs(text.Length - word.Length) > max)
            return max + 1;
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
            var min = rows[row] = i;
            for (var j = 1; j < width; j++)
            {
                var isSame = Lower(text[i - 1]) == Lower(word[j - 1]);
                var slips = Math.Min(Math.Min(rows[row + j - 1], rows[last + j]) + 1, rows[last + j - 1] + (isSame ? 0 : 1));
                if (i > 1 && j > 1 && Lower(text[i - 1]) == Lower(word[j - 2]) && Lower(text[i - 2]) == Lower(word[j - 1]))
                    slips = Math.Min(slips, rows[before + j - 2] + 1);
                rows[row + j] = slips;
                min = Math.Min(min, slips);
            }

            if (min > max)
                return max + 1;
        }

        return rows[(text.Length % 3 * width) + word.Length];
    }

    private static char Lower(char unit) => char.ToLowerInvariant(unit);
}
