using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace IotAspire.Tests.Api.Answers;

/// <summary>Reads the sheets of a workbook by the letter of its XML: as much of Office Open XML as the API's workbooks use.</summary>
internal static partial class XlsxText
{
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static readonly XNamespace Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    public static IReadOnlyList<(string Name, Table Sheet)> Parse(byte[] body)
    {
        using var archive = new ZipArchive(new MemoryStream(body));
        var targets = Load(archive, "xl/_rels/workbook.xml.rels").Elements().ToDictionary(relation => (string)relation.Attribute("Id")!, relation => (string)relation.Attribute("Target")!);
        var isTime = Load(archive, "xl/styles.xml").Element(Main + "cellXfs")!.Elements().Select(style => (int)style.Attribute("numFmtId")! != 0).ToList();
        return
        [
            .. Load(archive, "xl/workbook.xml").Descendants(Main + "sheet").Select(sheet =>
                ((string)sheet.Attribute("name")!, Sheet(Load(archive, $"xl/{targets[(string)sheet.Attribute(Relations + "id")!].TrimStart('/').Replace("xl/", "", StringComparison.Ordinal)}"), isTime))),
        ];
    }

    private static XElement Load(ZipArchive archive, string path)
    {
        using var stream = archive.GetEntry(path)!.Open();
        return XDocument.Load(stream).Root!;
    }

    private static Table Sheet(XElement sheet, List<bool> isTime)
    {
        var rows = sheet.Descendants(Main + "row").Select(row => row.Elements(Main + "c").Select(cell => Cell(cell, isTime)).ToArray()).ToList();
        return new([.. rows[0].Select(name => name!)], rows[1..]);
    }

    private static string? Cell(XElement cell, List<bool> isTime) => (string?)cell.Attribute("t") switch
    {
        "inlineStr" => Escaped().Replace(cell.Value, escaped => ((char)int.Parse(escaped.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()),
        "b" => Table.Text(cell.Value == "1"),
        null or "n" when cell.Value.Length == 0 => null,
        null or "n" when isTime[(int?)cell.Attribute("s") ?? 0] => Table.Text(Time((double)cell)),
        null or "n" => Table.Text((double)cell),
        var type => throw new NotSupportedException($"A cell of type {type}."),
    };

    private static DateTime Time(double days) => new DateTime(1899, 12, 30, 0, 0, 0, DateTimeKind.Utc).AddMilliseconds(Math.Round(days * 86_400_000));

    [GeneratedRegex("_x([0-9A-Fa-f]{4})_")]
    private static partial Regex Escaped();
}
