using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Xml.Linq;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Foreign;

/// <summary>A cell as LibreOffice understood it.</summary>
/// <param name="Type"><c>float</c>, <c>date</c>, <c>boolean</c>, <c>string</c>, or null for an empty one.</param>
/// <param name="Shown">What is on the screen.</param>
/// <param name="Value">Of a number.</param>
internal sealed record OfficeCell(string? Type, string Shown, double? Value = null);

/// <summary>LibreOffice Calc without a window, each time with a profile of its own, in the language that is asked for.</summary>
internal static class LibreOffice
{
    public const string German = "de-DE";
    public const string English = "en-US";

    private const string Program = "soffice";

    private static readonly XNamespace Office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0";
    private static readonly XNamespace TableNames = "urn:oasis:names:tc:opendocument:xmlns:table:1.0";
    private static readonly XNamespace TextNames = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";

    /// <summary>The rows of the first sheet of each file, the header among them; skips the test where there is no LibreOffice.</summary>
    /// <param name="language">Of the program, which says what a number looks like.</param>
    /// <param name="folder">Gets what it makes of them.</param>
    /// <param name="files">All CSV with the same separator, or all workbooks.</param>
    /// <param name="separator">Of CSV.</param>
    public static async Task<IReadOnlyList<IReadOnlyList<OfficeCell[]>>> ReadAsync(string language, TemporaryFolder folder, IReadOnlyList<string> files, char? separator = null)
    {
        Requirement.Met(Tool.Exists(Program), "LibreOffice Calc");
        var made = Directory.CreateDirectory(folder.Combine($"{language}-{Guid.NewGuid():N}")).FullName;
        var profile = Directory.CreateDirectory(Path.Combine(made, "profile", "user")).Parent!.FullName;
        await File.WriteAllTextAsync(Path.Combine(profile, "user", "registrymodifications.xcu"), $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
              <item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{language}</value></prop></item>
            </oor:items>
            """);
        List<string> arguments = [$"-env:UserInstallation={new Uri(profile)}", "--headless", "--convert-to", "fods", "--outdir", made];
        // Separator, quote, UTF-8, first line, columns, the program's language, numbers in quotes too, dates and numbers are found: as its dialog offers them.
        if (separator is { } character)
            arguments.Add(string.Create(CultureInfo.InvariantCulture, $"--infilter=Text - txt - csv (StarCalc):{(int)character},34,76,1,,0,false,true"));
        await Tool.OutputAsync(new ProcessStartInfo(Program, [.. arguments, .. files]));
        return [.. files.Select(file => Rows(XDocument.Load(Path.Combine(made, $"{Path.GetFileNameWithoutExtension(file)}.fods"))))];
    }

    private static List<OfficeCell[]> Rows(XDocument document)
    {
        var rows = new List<OfficeCell[]>();
        foreach (var row in document.Descendants(TableNames + "table").First().Descendants(TableNames + "table-row"))
        {
            OfficeCell[] cells = [.. row.Elements(TableNames + "table-cell").SelectMany(cell => Enumerable.Repeat(Cell(cell), Repeated(cell, "number-columns-repeated", rows.Count == 0 ? int.MaxValue : rows[0].Length)))];
            if (cells.All(cell => cell.Type is null))
                break;
            // Empty ones at the end are left out or repeated to the last column of the sheet.
            var width = rows.Count == 0 ? cells.Count(cell => cell.Type is not null) : rows[0].Length;
            cells = [.. cells.Concat(Enumerable.Repeat(new OfficeCell(null, ""), width)).Take(width)];
            rows.AddRange(Enumerable.Repeat(cells, Repeated(row, "number-rows-repeated", int.MaxValue)));
        }

        return rows;
    }

    private static int Repeated(XElement element, string name, int most) => Math.Min((int?)element.Attribute(TableNames + name) ?? 1, most);

    private static OfficeCell Cell(XElement cell) =>
        new((string?)cell.Attribute(Office + "value-type"), string.Join('\n', cell.Elements(TextNames + "p").Select(Text)), (double?)cell.Attribute(Office + "value"));

    private static string Text(XElement paragraph)
    {
        var text = new StringBuilder();
        foreach (var node in paragraph.DescendantNodes())
        {
            if (node is XText plain)
                text.Append(plain.Value);
            else if (node is XElement element && element.Name == TextNames + "s")
                text.Append(' ', (int?)element.Attribute(TextNames + "c") ?? 1);
            else if (node is XElement { Name.LocalName: "tab" })
                text.Append('\t');
        }

        return text.ToString();
    }
}
