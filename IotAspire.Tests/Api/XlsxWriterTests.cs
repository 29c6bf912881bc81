using System.IO.Compression;
using IotAspire.Api.Formats;
using IotAspire.Tests.Api.Answers;

namespace IotAspire.Tests.Api;

public sealed class XlsxWriterTests
{
    private static readonly Field[] Fields =
    [
        new("text", ValueKind.Text, "Any.", IsNullable: true), new("at", ValueKind.Instant, "Any.", IsNullable: true), new("number", ValueKind.Number, "Any.", IsNullable: true),
        new("count", ValueKind.Integer, "Any.", IsNullable: true), new("flag", ValueKind.Flag, "Any."),
    ];

    [Fact]
    public async Task Cells_hold_what_was_given()
    {
        string?[] texts = [null, "", " a ", "=1+1", "a\r\nb\tc", "\u0001\u000b\u001f\uffff", "_x000D_ _x00g0_ __x0041_", "<&>\"'", "💥°C", "1.5", "2026-11-23"];
        double[] numbers = [double.NaN, 0.1 + 0.2, -0.0, 1e100, double.MaxValue, double.MinValue, 2.2250738585072014E-308, double.Epsilon, 123456789012345.67, 1e-7, 0.1];
        long?[] counts = [null, 0, -1, 1L << 53, -(1L << 53), (1L << 53) + 1, long.MaxValue, -long.MaxValue, 1, 2, 3];
        (DateTime? At, string? Cell)[] times =
        [
            (null, null), (At("1900-03-01"), "1900-03-01T00:00:00.000000Z"), (At("1900-02-28T23:59:59.999999"), "1900-02-28T23:59:59.999999Z"), (At("0001-01-01"), "0001-01-01T00:00:00.000000Z"),
            (At("1969-12-31T23:59:59.999999"), "1969-12-31T23:59:59.999000Z"), (At("1970-01-01T00:00:00.0009999"), "1970-01-01T00:00:00.000000Z"), (At("9999-12-31T23:59:59.999999"), "9999-12-31T23:59:59.999000Z"),
            (At("2026-11-23T12:00:00.001"), "2026-11-23T12:00:00.001000Z"), (At("2024-02-29T23:59:59.9996"), "2024-02-29T23:59:59.999000Z"), (At("2026-11-23T12:00:00.5"), "2026-11-23T12:00:00.500000Z"),
            (At("2026-11-23"), "2026-11-23T00:00:00.000000Z"),
        ];

        var sheet = Assert.Single(XlsxText.Parse(await WriteAsync(
            [.. texts.Select((text, i) => (text, times[i].At, numbers[i], counts[i], i % 2 == 0))]))).Sheet;

        Assert.Equal(Fields.Select(field => field.Name), sheet.Columns);
        Assert.Equal(texts, sheet.Rows.Select(row => row[0]));
        Assert.Equal(times.Select(time => time.Cell), sheet.Rows.Select(row => row[1]));
        Assert.Equal(numbers.Select(number => double.IsNaN(number) ? null : Table.Text(number)), sheet.Rows.Select(row => row[2]));
        Assert.Equal(counts.Select(count => count is > 1L << 53 or < -(1L << 53) ? $"{count}" : count is { } small ? Table.Text((double)small) : null), sheet.Rows.Select(row => row[3]));
        Assert.Equal(texts.Select((_, i) => Table.Text(i % 2 == 0)), sheet.Rows.Select(row => row[4]));
    }

    [Fact]
    public async Task What_no_double_or_no_spreadsheet_holds_is_text()
    {
        var body = await WriteAsync([("", At("1900-02-28"), double.Epsilon, long.MaxValue, true), ("", At("1900-03-01"), 1, 1, true)]);

        using var archive = new ZipArchive(new MemoryStream(body));
        using var reader = new StreamReader(archive.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        var xml = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        foreach (var text in new[] { "1900-02-28T00:00:00.000000Z", "5E-324", "9223372036854775807" })
            Assert.Contains($">{text}</t></is></c>", xml, StringComparison.Ordinal);
        Assert.Contains("<v>61</v>", xml, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(99, 1)]
    [InlineData(100, 2)]
    [InlineData(198, 2)]
    [InlineData(199, 3)]
    public async Task A_full_sheet_is_followed_by_another_one(int count, int sheets)
    {
        var workbook = XlsxText.Parse(await WriteAsync([.. Enumerable.Range(0, count).Select(i => ((string?)$"{i}", (DateTime?)null, (double)i, (long?)i, false))], maxRows: 100));

        Assert.Equal(Enumerable.Range(1, sheets).Select(i => i == 1 ? "rows" : $"rows ({i})"), workbook.Select(sheet => sheet.Name));
        Assert.All(workbook, sheet => Assert.Equal(Fields.Select(field => field.Name), sheet.Sheet.Columns), throwIfEmpty: true);
        Assert.All(workbook.SkipLast(1), sheet => Assert.Equal(99, sheet.Sheet.Rows.Count));
        Assert.Equal(Enumerable.Range(0, count).Select(i => $"{i}"), workbook.SelectMany(sheet => sheet.Sheet.Rows).Select(row => row[0]));
    }

    [Fact]
    public async Task What_breaks_off_is_no_workbook()
    {
        using var body = new MemoryStream();
        await using (var writer = new XlsxWriter(body, Fields, "rows"))
        {
            await writer.BeginAsync(TestContext.Current.CancellationToken);
            await writer.WriteAsync(Fields, Enumerable.Range(0, 10_000), (rows, i) => Add(rows, ($"{i}", null, i, i, true)), TestContext.Current.CancellationToken);
        }

        Assert.NotEqual(0, body.Length);
        Assert.ThrowsAny<InvalidDataException>(() => XlsxText.Parse(body.ToArray()));
    }

    private static async Task<byte[]> WriteAsync((string? Text, DateTime? At, double Number, long? Count, bool Flag)[] values, int maxRows = 1_048_576)
    {
        using var body = new MemoryStream();
        await using (var writer = new XlsxWriter(body, Fields, "rows", maxRows))
        {
            await writer.BeginAsync(TestContext.Current.CancellationToken);
            await writer.WriteAsync(Fields, values, Add, TestContext.Current.CancellationToken);
            await writer.EndAsync(null, TestContext.Current.CancellationToken);
        }

        return body.ToArray();
    }

    private static void Add(RowBuffer rows, (string? Text, DateTime? At, double Number, long? Count, bool Flag) row)
    {
        rows.Add(row.Text);
        rows.Add(row.At);
        rows.Add(row.Number);
        rows.Add(row.Count);
        rows.Add(row.Flag);
    }

    private static DateTime At(string text) => DateTime.Parse(text, null, System.Globalization.DateTimeStyles.AssumeUniversal | System.Globalization.DateTimeStyles.AdjustToUniversal);
}
