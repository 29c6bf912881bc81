using Microsoft.Net.Http.Headers;

namespace IotAspire.Api.Formats;

/// <summary>A format in which rows are answered.</summary>
/// <param name="Name">As <c>?format=</c> says it.</param>
/// <param name="MediaType">As <c>Accept</c> says it and <c>Content-Type</c> answers.</param>
/// <param name="Extension">Of a file that holds it.</param>
/// <param name="Write">Makes its writer.</param>
internal sealed record ResultFormat(string Name, string MediaType, string Extension, Func<Stream, IReadOnlyList<Field>, AnswerAbout, RowWriter> Write)
{
    /// <summary>An object around the rows; always in pages.</summary>
    public static readonly ResultFormat Json = new("json", "application/json", "json", (stream, fields, about) => new JsonRows(stream, fields, about));

    public static readonly ResultFormat Csv = new("csv", "text/csv", "csv", (stream, fields, _) => new CsvRows(stream, fields, forExcel: false));

    /// <summary>All formats; the first is taken where the caller has no wish.</summary>
    public static readonly IReadOnlyList<ResultFormat> All =
    [
        Json,
        new("ndjson", "application/x-ndjson", "ndjson", (stream, fields, _) => new JsonRows(stream, fields, null)),
        Csv,
        new("excel", "text/csv; profile=excel", "csv", (stream, fields, _) => new CsvRows(stream, fields, forExcel: true)),
        new("parquet", "application/vnd.apache.parquet", "parquet", (stream, fields, _) => new ParquetRows(stream, fields)),
        new("arrow", "application/vnd.apache.arrow.stream", "arrows", (stream, fields, _) => new ArrowRows(stream, fields)),
    ];

    public static string Names => string.Join(", ", All.Select(format => format.Name));

    public static ResultFormat? Find(string name) => All.FirstOrDefault(format => format.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>What <c>Accept</c> likes best (RFC 9110, 12.5.1); null if it likes none.</summary>
    public static ResultFormat? Accepted(IList<MediaTypeHeaderValue> accept) => accept.Count == 0
        ? Json
        : accept.OrderByDescending(range => range.Quality ?? 1)
            .Where(range => range.Quality != 0)
            .Select(range => All.FirstOrDefault(format => Matches(range, format)))
            .FirstOrDefault(format => format is not null);

    private static bool Matches(MediaTypeHeaderValue range, ResultFormat format)
    {
        var own = MediaTypeHeaderValue.Parse(format.MediaType);
        var profile = range.Parameters.FirstOrDefault(parameter => parameter.Name == "profile")?.Value;
        return range.MatchesAllTypes
            || (range.Type == own.Type && (range.MatchesAllSubTypes || range.SubType == own.SubType)
                && profile == own.Parameters.FirstOrDefault(parameter => parameter.Name == "profile")?.Value);
    }
}
