using System.Globalization;

namespace IotAspire.Tests.Api.Answers;

/// <summary>A cell as it must be; numbers that are computed may be off by as much as the order of adding can make.</summary>
/// <param name="Text">What isn't a computed number.</param>
/// <param name="Number">A computed number.</param>
internal readonly record struct ExpectedCell(string? Text, double? Number = null)
{
    private const double Tolerance = 1e-9;

    public bool Is(string? cell) => Number is { } number
        ? cell is not null && Math.Abs(double.Parse(cell, CultureInfo.InvariantCulture) - number) <= Tolerance * Math.Max(1, Math.Abs(number))
        : Text == cell;

    public override string ToString() => Number?.ToString("R", CultureInfo.InvariantCulture) ?? Text ?? "∅";
}

internal static class Near
{
    public static void Same((IReadOnlyList<string> Columns, List<ExpectedCell[]> Rows) expected, Table actual)
    {
        if (actual.Columns.Count > 0)
            Assert.Equal(expected.Columns, actual.Columns);
        for (var row = 0; row < Math.Min(expected.Rows.Count, actual.Rows.Count); row++)
        {
            for (var column = 0; column < expected.Columns.Count; column++)
            {
                Assert.True(
                    expected.Rows[row][column].Is(actual.Rows[row][column]),
                    $"Row {row}, {expected.Columns[column]}: {actual.Rows[row][column] ?? "∅"}; expected {string.Join('|', expected.Rows[row])}, found {string.Join('|', actual.Rows[row])}");
            }
        }

        Assert.Equal(expected.Rows.Count, actual.Rows.Count);
    }
}
