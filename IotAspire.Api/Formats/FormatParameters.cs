using FluentValidation;

namespace IotAspire.Api.Formats;

/// <summary>The parameters with which a caller chooses a format.</summary>
internal static class FormatParameters
{
    public const string Format =
        "Format of the answer; default: what Accept likes best, or json. xlsx has sheets of 1,048,575 rows below the header; a longer answer goes on in the next sheet.";

    public const string Decimal = "Decimal mark of csv and excel; default: point. With comma, cells are separated by semicolons, and csv has times as 2026-11-23 12:00:00,123456 (UTC).";

    public const string Point = "point";

    public const string Comma = "comma";

    public static bool IsComma(string mark) => mark.Equals(Comma, StringComparison.OrdinalIgnoreCase);

    public static void IsFormat<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(name => name is null || ResultFormat.Find(name) is not null)
        .WithMessage($"must be one of {ResultFormat.Names}.");

    public static void IsDecimalMark<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(mark => mark is null || mark.Equals(Point, StringComparison.OrdinalIgnoreCase) || IsComma(mark))
        .WithMessage($"must be one of {Point}, {Comma}.");
}
