namespace IotAspire.Api.Formats;

/// <summary>The parameters with which a caller chooses a format.</summary>
internal static class FormatParameters
{
    public const string Format =
        "Format of the answer; default: what Accept likes best, or json. xlsx has sheets of 1,048,575 rows below the header; a longer answer goes on in the next sheet.";

    public const string Decimal = "Decimal mark of csv and excel; default: point. With comma, cells are separated by semicolons, and csv has times as 2026-11-23 12:00:00,123456 (UTC).";

    public const string Excel = "false: csv has every text as it is, for programs. By default a text that a spreadsheet would take for a formula has an apostrophe before it.";

    public const string Point = "point";

    public const string Comma = "comma";
}
