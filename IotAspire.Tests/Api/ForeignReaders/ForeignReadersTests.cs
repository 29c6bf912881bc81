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
        await ReadsTheSameAsync(new("node", [Script("read.mjs"), await NodePackages.GetAsync()]), "", "json", "ndjson", "arrow", "parquet");

    [Fact]
    [Trait("Category", "Foreign")]
    public async Task Pandas_reads_csv_ndjson_and_xlsx() =>
        await ReadsTheSameAsync(await DebianPandas.GetAsync(), await File.ReadAllTextAsync(Script("read.py"), Token), "csv", "ndjson", "xlsx");

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
            IsSame($"{name} as {format}", expected, duckdb.Query($"FROM {string.Format(CultureInfo.InvariantCulture, from, Path.GetFileName(file))}"), format);
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
            var length = format.StartsWith("excel", StringComparison.Ordinal) ? "2026-11-23T12:00:00".Length : "2026-11-23T12:00:00.000".Length;
            Assert.Equal((format == "csv" ? "string" : "date", expected[row, "measuredAt"]![..length]), (cells[1].Type, Text(cells[1])![..length]));
        }
    }

    /// <summary>A reader gets all files of its formats, so that it starts once.</summary>
    private async Task ReadsTheSameAsync(ProcessStartInfo reader, string input, params string[] formats)
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
                format);
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
        "boolean" => Table.Text(cell.Value is 1),
        _ => cell.Shown,
    };

    private static void IsSame(string what, Table expected, Table read, string format)
    {
        Assert.Equal(expected.Columns, read.Columns);
        Assert.True(expected.Rows.Count == read.Rows.Count, $"{what}: {read.Rows.Count} rows, expected {expected.Rows.Count}");
        for (var row = 0; row < expected.Rows.Count; row++)
        {
            for (var column = 0; column < expected.Columns.Count; column++)
            {
                var (should, has) = (As(format, expected.Rows[row][column]), As(format, read.Rows[row][column]));
                Assert.True(should == has || expected.Columns[column] == Age, $"{what}, row {row}, {expected.Columns[column]}: {has ?? "∅"}, expected {should ?? "∅"}");
            }
        }
    }

    // What a format or a reader can't hold, and nothing else.
    private static string? As(string format, string? cell) => format switch
    {
        "xlsx" => Milliseconds(cell) is "-0" ? "0" : Milliseconds(cell),
        "LibreOffice" => Digits(Milliseconds(cell)),
        _ => cell,
    };

    private static string? Milliseconds(string? cell) => cell is [_, _, _, _, '-', _, _, '-', _, _, 'T', .., 'Z'] ? $"{cell[..23]}000Z" : cell;

    // It writes 15 of them; the sheet has all.
    private static string? Digits(string? cell) => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        ? (number == 0 ? 0 : number).ToString("G15", CultureInfo.InvariantCulture)
        : cell;
}
