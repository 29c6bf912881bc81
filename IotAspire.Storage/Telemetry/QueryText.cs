using System.Buffers;
using System.Text;

namespace IotAspire.Storage;

/// <summary>
/// The text of a statement as telemetry may have it: values are readings, and rows are thousands. Reads as much SQL as that needs.
/// Pure.
/// </summary>
internal static class QueryText
{
    private const int MaxTextLength = 4096;
    private const int MaxSummaryLength = 255;
    private static readonly SearchValues<char> Brackets = SearchValues.Create("()'\"`");

    /// <summary>With <c>?</c> in the place of each literal, and of the rows of a list only the first.</summary>
    public static string WithoutValues(string sql)
    {
        var text = new StringBuilder(Math.Min(sql.Length, 512));
        var rest = sql.AsSpan();
        var word = ReadOnlySpan<char>.Empty;
        while (!rest.IsEmpty && text.Length < MaxTextLength)
        {
            var length = LengthOfToken(rest);
            var token = rest[..length];
            // In a list, no value is a value like others; elsewhere the word belongs to the statement, as in IS NULL.
            var isValue = token[0] is '\'' or '"' || char.IsAsciiDigit(token[0]) || (IsList(word) && Is(token, "NULL"));
            if (isValue)
                text.Append('?');
            else
                text.Append(token);
            rest = rest[length..];
            if (IsWord(token[0]) && !isValue)
                word = token;
            else if (token[0] == ')' && IsList(word))
                rest = AfterRows(rest);
            // What comes between the word and its rows: brackets, values, commas.
            else if (token[0] is ';' or '=' or '`')
                word = default;
        }

        return text.ToString();
    }

    /// <summary>What it does to which tables, such as <c>INSERT readings</c>.</summary>
    public static string Summarize(string sql)
    {
        var summary = new StringBuilder();
        var rest = sql.AsSpan();
        var (isStart, isTarget) = (true, false);
        while (!rest.IsEmpty)
        {
            var length = LengthOfToken(rest);
            var token = rest[..length];
            rest = rest[length..];
            if (char.IsWhiteSpace(token[0]))
                continue;
            var isOperation = IsWord(token[0]) && (isStart || Is(token, "SELECT"));
            if (isOperation || (isTarget && (token[0] == '`' || (IsWord(token[0]) && !Is(token, "TABLE") && !Is(token, "LATERAL")))))
            {
                if (!Append(summary, token.Trim('`')))
                    break;
                // Of an UPDATE the table follows at once.
                isTarget = isOperation && Is(token, "UPDATE");
            }
            else
            {
                isTarget = (isTarget && IsWord(token[0])) || Is(token, "FROM") || Is(token, "JOIN") || Is(token, "INTO");
            }

            isStart = token[0] == ';';
        }

        return summary.ToString();
    }

    private static bool Append(StringBuilder summary, ReadOnlySpan<char> part)
    {
        if (summary.Length + 1 + part.Length > MaxSummaryLength)
            return false;
        if (summary.Length > 0)
            summary.Append(' ');
        summary.Append(part);
        return true;
    }

    private static int LengthOfToken(ReadOnlySpan<char> text) => text[0] switch
    {
        '\'' or '"' or '`' => LengthOfQuoted(text),
        var first when char.IsAsciiDigit(first) => LengthOfNumber(text),
        var first when IsWord(first) => LengthWhile(text, each => IsWord(each) || char.IsAsciiDigit(each)),
        var first when char.IsWhiteSpace(first) => LengthWhile(text, char.IsWhiteSpace),
        _ => 1,
    };

    private static int LengthOfQuoted(ReadOnlySpan<char> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '\\' && text[0] != '`')
                i++;
            else if (text[i] == text[0] && (i + 1 == text.Length || text[i + 1] != text[0]))
                return i + 1;
            else if (text[i] == text[0])
                i++;
        }

        return text.Length;
    }

    // 12, 0x1F, 1.5E-003
    private static int LengthOfNumber(ReadOnlySpan<char> text)
    {
        var i = 1;
        while (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] == '.' || (text[i] is '+' or '-' && text[i - 1] is 'e' or 'E')))
            i++;
        return i;
    }

    private static int LengthWhile(ReadOnlySpan<char> text, Func<char, bool> condition)
    {
        var i = 1;
        while (i < text.Length && condition(text[i]))
            i++;
        return i;
    }

    // The rows after the first. There are thousands of them, so they are searched for brackets and not read.
    private static ReadOnlySpan<char> AfterRows(ReadOnlySpan<char> text)
    {
        while (text.TrimStart() is [',', .. var next] && next.TrimStart() is ['(', ..] row)
        {
            var depth = 0;
            do
            {
                var i = row.IndexOfAny(Brackets);
                if (i < 0)
                    return default;
                depth += row[i] switch { '(' => 1, ')' => -1, _ => 0 };
                row = row[(i + (row[i] is '(' or ')' ? 1 : LengthOfQuoted(row[i..])))..];
            }
            while (depth > 0 && !row.IsEmpty);
            text = row;
        }

        return text;
    }

    private static bool IsWord(char character) => char.IsAsciiLetter(character) || character is '_' or '@' or '$';

    private static bool IsList(ReadOnlySpan<char> word) => Is(word, "VALUES") || Is(word, "IN") || word is ['@', ..];

    private static bool Is(ReadOnlySpan<char> token, string word) => token.Equals(word, StringComparison.OrdinalIgnoreCase);
}
