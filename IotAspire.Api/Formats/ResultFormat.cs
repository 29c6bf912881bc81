using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace IotAspire.Api.Formats;

/// <summary>A format in which rows are answered.</summary>
/// <param name="Name">As <c>?format=</c> says it.</param>
/// <param name="MediaType">As <c>Accept</c> says it and <c>Content-Type</c> answers.</param>
/// <param name="Extension">Of a file that holds it.</param>
/// <param name="Write">Makes its writer.</param>
/// <param name="IsBinary">Whether it is anything but UTF-8 text.</param>
internal sealed record ResultFormat(
    string Name, string MediaType, string Extension, Func<Stream, IReadOnlyList<Field>, AnswerEnvelope, RowWriter> Write, bool IsBinary = false)
{
    /// <summary>An object around the rows; always in pages.</summary>
    public static readonly ResultFormat Json = new("json", "application/json", "json", (stream, fields, envelope) => new JsonWriter(stream, fields, envelope));

    /// <summary>A line of JSON for each row.</summary>
    public static readonly ResultFormat JsonLines = new("ndjson", "application/x-ndjson", "ndjson", (stream, fields, _) => new JsonWriter(stream, fields, null));

    /// <summary>Whether it is compressed already.</summary>
    public bool IsPacked { get; private init; }

    /// <summary>Whether it holds the time at which it was written, so that the same rows are never the same bytes.</summary>
    public bool IsDated { get; private init; }

    public int MaxColumns { get; private init; } = int.MaxValue;

    /// <summary>The same with a decimal comma; null where it has no decimal marks.</summary>
    public ResultFormat? WithComma { get; private init; }

    /// <summary>The same with every text as it is; null where it is for spreadsheets, or none takes it for anything but text.</summary>
    public ResultFormat? ForPrograms { get; private init; }

    /// <summary>All formats; the first is taken where the caller has no wish.</summary>
    public static readonly IReadOnlyList<ResultFormat> All =
    [
        Json,
        JsonLines,
        Csv("csv", "text/csv", forExcel: false, isGuarded: true) with { ForPrograms = Csv("csv for programs", "text/csv", forExcel: false, isGuarded: false) },
        Csv("excel", "text/csv; profile=excel", forExcel: true, isGuarded: true),
        new("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", (stream, fields, envelope) => new XlsxWriter(stream, fields, envelope.Rows), IsBinary: true)
        {
            IsPacked = true, IsDated = true, MaxColumns = XlsxWriter.MaxColumns,
        },
        new("parquet", "application/vnd.apache.parquet", "parquet", (stream, fields, _) => new ParquetWriter(stream, fields), IsBinary: true) { IsPacked = true },
        new("arrow", "application/vnd.apache.arrow.stream", "arrows", (stream, fields, _) => new ArrowWriter(stream, fields), IsBinary: true),
    ];

    public static ResultFormat? Find(string name) => All.FirstOrDefault(format => format.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>What <c>Accept</c> likes best (RFC 9110, 12.5.1), of equals what it names first; null if it likes none.</summary>
    public static ResultFormat? Accepted(IList<MediaTypeHeaderValue> accept) => accept.Count == 0
        ? Json
        : All.Select(format => (Format: format, Range: MostSpecific(accept, format)))
            .Where(candidate => candidate.Range is not null && candidate.Range.Quality != 0)
            .OrderByDescending(candidate => candidate.Range!.Quality ?? 1)
            .ThenBy(candidate => accept.IndexOf(candidate.Range!))
            .FirstOrDefault().Format;

    private static ResultFormat Csv(string name, string mediaType, bool forExcel, bool isGuarded)
    {
        var format = new ResultFormat(name, mediaType, "csv", (stream, fields, _) => new CsvWriter(stream, fields, forExcel, hasComma: false, isGuarded));
        return format with
        {
            WithComma = format with { Name = $"{name} with comma", Write = (stream, fields, _) => new CsvWriter(stream, fields, forExcel, hasComma: true, isGuarded) },
        };
    }

    // text/csv;q=0 with */* means: anything but CSV.
    private static MediaTypeHeaderValue? MostSpecific(IList<MediaTypeHeaderValue> accept, ResultFormat format) => accept
        .Where(range => Matches(range, format))
        .OrderBy(range => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0)
        .FirstOrDefault();

    private static bool Matches(MediaTypeHeaderValue range, ResultFormat format)
    {
        var own = MediaTypeHeaderValue.Parse(format.MediaType);
        return range.MatchesAllTypes
            || (range.Type.Equals(own.Type, StringComparison.OrdinalIgnoreCase)
                && (range.MatchesAllSubTypes || range.SubType.Equals(own.SubType, StringComparison.OrdinalIgnoreCase))
                && ProfileOf(range).Equals(ProfileOf(own), StringComparison.OrdinalIgnoreCase));
    }

    private static StringSegment ProfileOf(MediaTypeHeaderValue type) => HeaderUtilities.RemoveQuotes(
        type.Parameters.FirstOrDefault(parameter => parameter.Name.Equals("profile", StringComparison.OrdinalIgnoreCase))?.Value ?? StringSegment.Empty);
}

/// <summary>The parameters with which a caller chooses a format.</summary>
internal static class FormatParameters
{
    public const string Format =
        "Format of the answer; default: what Accept prefers, or json. xlsx has sheets of 1,048,575 rows below the header; a longer answer goes on in the next sheet.";

    public const string Decimal = "Decimal mark of csv and excel; default: point. With comma, semicolons separate the cells, and csv formats times as 2026-11-23 12:00:00,123456 (UTC).";

    public const string Excel = "false: csv leaves every text unchanged, for programs. By default, an apostrophe precedes a text that a spreadsheet would interpret as a formula.";

    public const string Point = "point";

    public const string Comma = "comma";
}
