using System.Text;

namespace IotAspire.Tests.Api.Answers;

/// <summary>Reads CSV by the letter of RFC 4180; whatever the letter doesn't allow fails.</summary>
internal static class CsvText
{
    public static IReadOnlyList<string[]> Parse(string text, char separator = ',')
    {
        var lines = new List<string[]>();
        var cells = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            cells.Add(text[at] == '"' ? Quoted(text, ref at) : Plain(text, separator, ref at));
            if (text[at] == separator)
            {
                at++;
                continue;
            }

            Assert.Equal("\r\n", text.Substring(at, 2));
            at += 2;
            lines.Add([.. cells]);
            cells.Clear();
        }

        Assert.Empty(cells);
        Assert.All(lines, line => Assert.Equal(lines[0].Length, line.Length), throwIfEmpty: true);
        return lines;
    }

    private static string Plain(string text, char separator, ref int at)
    {
        var end = text.AsSpan(at).IndexOfAny($"{separator}\r\n\"") + at;
        Assert.True(end >= at, "the last line has no end");
        Assert.NotEqual('"', text[end]);
        var cell = text[at..end];
        at = end;
        return cell;
    }

    private static string Quoted(string text, ref int at)
    {
        var cell = new StringBuilder();
        for (at++; ; at++)
        {
            if (text[at] == '"')
            {
                at++;
                if (text[at] != '"')
                    return cell.ToString();
            }

            cell.Append(text[at]);
        }
    }
}
