using System.Globalization;

namespace IotAspire.Tests.Api.Answers;

/// <summary>
/// The rows of an answer, whatever its format was: every cell is the text of its value (instants with six digits and Z, numbers
/// as short as they are exact) or null, so that the rows of two formats can be compared.
/// </summary>
internal sealed record Table(IReadOnlyList<string> Columns, IReadOnlyList<string?[]> Rows)
{
    public string? this[string?[] row, string column] => row[IndexOf(column)];

    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string Text(DateTime instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    public static string Text(bool flag) => flag ? "true" : "false";

    /// <summary>What a cell of text alone, as CSV has them, stands for.</summary>
    public static string? Cell(string text, bool hasComma = false) => text.Length == 0
        ? null
        : double.TryParse(hasComma ? text.Replace(',', '.') : text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Text(number) : text;

    /// <summary>The rows as lines, which a failure can show.</summary>
    public IEnumerable<string> Lines() => Rows.Select(row => string.Join('|', row.Select(cell => cell ?? "∅")));

    private int IndexOf(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i] == column)
                return i;
        }

        throw new ArgumentException($"There is no column {column} among {string.Join(", ", Columns)}.");
    }
}
