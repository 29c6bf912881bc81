using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using IotAspire.Tests.Api.Answers;
using IotAspire.Tests.Foreign;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Api.ForeignReaders;

/// <summary>Every answer in every format, read by programs that nobody here wrote, is cell by cell the JSON answer.</summary>
public sealed class ForeignReadersTests(WrittenAnswers answers) : IClassFixture<WrittenAnswers>
{
    // How old the newest reading is changes from question to question.
    private const string Age = "freshnessSeconds";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Category", "Foreign")]
    public async Task Node_reads_json_ndjson_arrow_and_parquet() =>
        await ReadsTheSameAsync(new("node", [Script("read.mjs"), await NodePackages.GetAsync()]), "", format => format, "json", "ndjson", "arrow", "parquet");

    [Fact]
    [Trait("Category", "Foreign")]
    public async Task Pandas_reads_csv_ndjson_and_xlsx() =>
        await ReadsTheSameAsync(await DebianPandas.GetAsync(), await File.ReadAllTextAsync(Script("read.py"), Token), format => format == "ndjson" ? "whole numbers" : format, "csv", "ndjson", "xlsx");

    [Theory]
    [InlineData("csv", "read_csv('{0}', sample_size = -1)")]
    [InlineData("ndjson", "read_json('{0}', sample_size = -1)")]
    [InlineData("parquet", "'{0}'")]
    public async Task DuckDB_reads(string format, string from)
    {
        using var duckdb = new DuckDb();
        foreach (var (name, expected) in answers.Tables)
        {
            var file = answers.PathOf(name, format);
            duckdb.Add(Path.GetFileName(file), await File.ReadAllBytesAsync(file, Token));
            IsSame($"{name} as {format}", expected, duckdb.Query($"FROM {string.Format(CultureInfo.InvariantCulture, from, Path.GetFileName(file))}"), format == "ndjson" ? "whole numbers" : format);
        }
    }

    [Theory]
    [Trait("Category", "Foreign")]
    [InlineData(LibreOffice.English)]
    [InlineData(LibreOffice.German)]
    public async Task LibreOffice_reads_xlsx(string language)
    {
        var names = NamesOf("xlsx");
        var sheets = await LibreOffice.ReadAsync(language, answers.Folder, names.ConvertAll(name => answers.PathOf(name, "xlsx")));

        foreach (var (name, sheet) in names.Zip(sheets))
        {
            var read = new Table([.. sheet[0].Select(cell => cell.Shown)], [.. sheet.Skip(1).Select(row => row.Select(Text).ToArray())]);
            IsSame($"{name} as xlsx in {language}", answers.Tables[name], read, "LibreOffice");
        }
    }

    [Theory]
    [Trait("Category", "Foreign")]
    [InlineData(LibreOffice.German, "csv&decimal=comma", ';')]
    [InlineData(LibreOffice.German, "excel&decimal=comma", ';')]
    [InlineData(LibreOffice.English, "csv", ',')]
    [InlineData(LibreOffice.English, "excel", ',')]
    public async Task LibreOffice_takes_numbers_of_csv_for_numbers_and_dates_for_dates(string language, string format, char separator)
    {
        var sheet = Assert.Single(await LibreOffice.ReadAsync(language, answers.Folder, [answers.PathOf("readings", format)], separator));

        var expected = answers.Tables["readings"];
        Assert.Equal(expected.Columns, sheet[0].Select(name => name.Shown));
        Assert.Equal(expected.Rows.Count, sheet.Count - 1);
        foreach (var (row, cells) in expected.Rows.Zip(sheet.Skip(1)))
        {
            Assert.Equal(("string", expected[row, "sensorId"]), (cells[0].Type, cells[0].Shown));
            Assert.Equal(("string", expected[row, "unit"]), (cells[3].Type, cells[3].Shown));
            Assert.Equal(("float", Digits(expected[row, "value"])), (cells[2].Type, Digits(Text(cells[2]))));
            // RFC 3339 with its Z is text to a spreadsheet; one for Excel has seconds.
            var isCut = format.StartsWith("excel", StringComparison.Ordinal);
            Assert.Equal(format == "csv" ? "string" : "date", cells[1].Type);
            var (should, has) = (Instant(expected[row, "measuredAt"]!), Instant(Text(cells[1])!));
            // It shows milliseconds, rounded.
            Assert.InRange((should - has).Duration(), TimeSpan.Zero, isCut ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(1));
        }
    }

    /// <summary>A reader gets all files of its formats, so that it starts once.</summary>
    private async Task ReadsTheSameAsync(ProcessStartInfo reader, string input, Func<string, string> losses, params string[] formats)
    {
        var files = formats.SelectMany(format => NamesOf(format).Select(name => (Name: name, Format: format))).ToList();
        foreach (var (name, format) in files)
            reader.ArgumentList.Add(answers.PathOf(name, format));

        var lines = (await Tool.OutputAsync(reader, input)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(files.Count, lines.Length);
        foreach (var ((name, format), line) in files.Zip(lines))
        {
            var read = JsonSerializer.Deserialize<JsonElement>(line);
            IsSame(
                $"{name} as {format}",
                answers.Tables[name],
                new([.. read.GetProperty("columns").EnumerateArray().Select(column => column.GetString()!)], [.. read.GetProperty("rows").EnumerateArray().Select(row => row.EnumerateArray().Select(Cell).ToArray())]),
                losses(format));
        }
    }

    private List<string> NamesOf(string format) => [.. answers.Tables.Keys.Where(name => File.Exists(answers.PathOf(name, format)))];

    private static string Script(string name) => Repository.PathOf("IotAspire.Tests", "Api", "ForeignReaders", name);

    // A number comes as its eight bytes.
    private static string? Cell(JsonElement cell) => cell.GetString() is ['#', .. var bytes]
        ? Table.Text(BinaryPrimitives.ReadDoubleBigEndian(Convert.FromHexString(bytes)))
        : cell.GetString();

    private static string? Text(OfficeCell cell) => cell.Type switch
    {
        null => null,
        "float" => Table.Text(cell.Value!.Value),
        // In German with a comma.
        "date" => Table.Text(DateTime.Parse(cell.Shown.Replace(',', '.'), CultureInfo.InvariantCulture)),
        "boolean" => Table.Text(cell.Shown is "TRUE" or "WAHR"),
        _ => cell.Shown,
    };

    private static DateTime Instant(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    private static void IsSame(string what, Table expected, Table read, string losses)
    {
        Assert.Equal(expected.Columns, read.Columns);
        Assert.True(expected.Rows.Count == read.Rows.Count, $"{what}: {read.Rows.Count} rows, expected {expected.Rows.Count}");
        for (var row = 0; row < expected.Rows.Count; row++)
        {
            for (var column = 0; column < expected.Columns.Count; column++)
            {
                var (should, has) = (As(losses, expected.Rows[row][column]), As(losses, read.Rows[row][column]));
                Assert.True(should == has || expected.Columns[column] == Age, $"{what}, row {row}, {expected.Columns[column]}: {has ?? "∅"}, expected {should ?? "∅"}");
            }
        }
    }

    // What a format or a reader can't hold, and nothing else.
    private static string? As(string losses, string? cell) => losses switch
    {
        // What reads JSON's whole numbers as integers has no −0.
        "whole numbers" => cell is "-0" ? "0" : cell,
        "xlsx" => Milliseconds(cell) is "-0" ? "0" : Milliseconds(cell),
        // Where it says truth as a number; that the sheet has truths, pandas sees.
        "LibreOffice" => cell is "true" ? "1" : cell is "false" ? "0" : Digits(Milliseconds(cell)),
        _ => cell,
    };

    private static string? Milliseconds(string? cell) => cell is [_, _, _, _, '-', _, _, '-', _, _, 'T', .., 'Z'] ? $"{cell[..23]}000Z" : cell;

    // It writes 15 of them; the sheet has all.
    private static string? Digits(string? cell) => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        ? (number == 0 ? 0 : number).ToString("G15", CultureInfo.InvariantCulture)
        : cell;
}
