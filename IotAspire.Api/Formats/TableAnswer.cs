using System.IO.Hashing;
using System.Text;
using IotAspire.Api.Features;
using IotAspire.Api.Features.Selection;
using IotAspire.Api.Limits;
using IotAspire.Api.Times;
using Microsoft.Extensions.Primitives;
using Microsoft.IO;
using Microsoft.Net.Http.Headers;

namespace IotAspire.Api.Formats;

/// <summary>
/// Answers with rows. JSON, and whatever has a limit, is a page: made whole first, so it can tell where the next one is and
/// whether the caller has it already. Anything else is streamed as it is read.
/// </summary>
internal static class TableAnswer
{
    /// <summary>The header that tells callers of formats that have only rows what JSON says in <c>availableFrom</c>.</summary>
    public const string AvailableFrom = "Available-From";

    /// <summary>The header that tells them what JSON says in <c>count</c>.</summary>
    public const string TotalCount = "Total-Count";

    // What pages leave behind for the next ones; without a limit the largest moment would stay for ever.
    private const int KeptBytes = 16 << 20;

    /// <summary>Memory that answers are collected in.</summary>
    public static readonly RecyclableMemoryStreamManager Buffers = new(new RecyclableMemoryStreamManager.Options { MaximumSmallPoolFreeBytes = KeptBytes });

    /// <summary>How many rows the answer may have; null: all of them.</summary>
    public static int? LimitOf(HttpContext http, TableRequest request) =>
        request.Limit ?? (FormatOf(http, request.Format, request.Decimal, request.Excel) == ResultFormat.Json ? Paging.DefaultLimit : null);

    /// <summary>Tells callers of formats that have only rows what JSON says in <c>availableFrom</c>.</summary>
    public static void SetAvailableFrom(HttpContext http, DateTime? availableFrom)
    {
        if (availableFrom is { } instant)
            http.Response.Headers[AvailableFrom] = InstantText.Format(instant);
    }

    /// <param name="http">The exchange.</param>
    /// <param name="request">The request.</param>
    /// <param name="rows">The answer, no longer than <see cref="LimitOf"/>.</param>
    /// <param name="envelope">What JSON says around it; its array names the file, too.</param>
    /// <param name="resolvedParameters">Parameters of the next page, with relative times resolved.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestRefusedException">The cursor belongs to another request.</exception>
    public static Task SendAsync(
        HttpContext http, TableRequest request, RowSource rows, AnswerEnvelope envelope, IReadOnlyList<KeyValuePair<string, string>> resolvedParameters, CancellationToken cancellationToken)
    {
        if (request.Cursor is { } cursor && !Cursor.IsSigned(cursor, Paging.Mark(http.Request, resolvedParameters)))
            throw RequestRefusal.Of("cursor", "belongs to another request; use the whole address in \"next\".");
        return SendAsync(http, FormatOf(http, request.Format, request.Decimal, request.Excel), LimitOf(http, request) is not null, rows, envelope, resolvedParameters, cancellationToken);
    }

    /// <param name="http">The exchange.</param>
    /// <param name="format">Its name; null: what Accept prefers.</param>
    /// <param name="mark">Decimal mark of CSV; null: a point.</param>
    /// <param name="excel">Whether CSV is safe for spreadsheets; null: it is.</param>
    /// <param name="rows">The answer, which has few rows.</param>
    /// <param name="envelope">What JSON says around it; its array names the file, too.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task SendWholeAsync(HttpContext http, string? format, string? mark, bool? excel, RowSource rows, AnswerEnvelope envelope, CancellationToken cancellationToken) =>
        SendAsync(http, FormatOf(http, format, mark, excel), isPage: true, rows, envelope, resolvedParameters: [], cancellationToken);

    /// <summary>Answers with the only row, as a JSON object.</summary>
    public static Task SendRowAsync(HttpContext http, RowSource row, CancellationToken cancellationToken)
    {
        http.Response.ContentType = ResultFormat.Json.MediaType;
        return WriteAsync(http.Response.Body, ResultFormat.JsonLines, row, new("", []), cursor => cursor, cancellationToken);
    }

    private static async Task SendAsync(
        HttpContext http, ResultFormat format, bool isPage, RowSource rows, AnswerEnvelope envelope, IReadOnlyList<KeyValuePair<string, string>> resolvedParameters, CancellationToken cancellationToken)
    {
        if (rows.Fields.Count > format.MaxColumns)
            throw RequestRefusal.Of("format", $"{format.Name} has room for {format.MaxColumns} columns; the answer has {rows.Fields.Count}.");
        var headers = http.Response.GetTypedHeaders();
        headers.ContentType = ContentTypeOf(format);
        headers.CacheControl = new() { NoCache = true, Private = true };
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        if (format != ResultFormat.Json)
            headers.ContentDisposition = new("attachment") { FileName = $"{envelope.Rows}.{format.Extension}" };
        if (isPage)
            await SendPageAsync(http, format, rows, envelope, resolvedParameters, cancellationToken);
        else
            await StreamAsync(http, format, rows, envelope, cancellationToken);
        // What has no body has not begun yet, and the framework would call it 204.
        await http.Response.StartAsync(cancellationToken);
    }

    private static async Task SendPageAsync(
        HttpContext http, ResultFormat format, RowSource rows, AnswerEnvelope envelope, IReadOnlyList<KeyValuePair<string, string>> resolvedParameters, CancellationToken cancellationToken)
    {
        await using var body = new PageBuffer();
        var next = await AnswerAsync(http, body, format, rows, envelope, cursor => Paging.Next(http.Request, resolvedParameters, cursor), cancellationToken);
        if (next is not null)
            http.Response.Headers.Link = $"<{next}>; rel=\"next\"";
        if (!format.IsDated && IsKnown(http, body.Hash))
            return;
        http.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
            await body.SendAsync(BodyOf(http), cancellationToken);
    }

    private static async Task StreamAsync(HttpContext http, ResultFormat format, RowSource rows, AnswerEnvelope envelope, CancellationToken cancellationToken)
    {
        var version = await rows.VersionAsync(cancellationToken);
        if (version is not null && IsKnown(http, XxHash128.Hash(Encoding.UTF8.GetBytes($"{http.Request.Path} {format.Name} {version}"))))
            return;
        if (!HttpMethods.IsHead(http.Request.Method))
            await AnswerAsync(http, BodyOf(http), format, rows, envelope, cursor => cursor, cancellationToken);
    }

    private static ReaderPace BodyOf(HttpContext http) =>
        new(http, http.RequestServices.GetRequiredService<TimeProvider>(), http.RequestServices.GetRequiredService<ILogger<ReaderPace>>());

    /// <param name="body">Gets the answer.</param>
    /// <param name="format">Its format.</param>
    /// <param name="rows">The answer.</param>
    /// <param name="envelope">What JSON says around it.</param>
    /// <param name="address">Of the next page, by its cursor.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>That address, null if this is all; and how many rows the answer has.</returns>
    public static async Task<(string? Next, long Rows)> WriteAsync(
        Stream body, ResultFormat format, RowSource rows, AnswerEnvelope envelope, Func<string, string> address, CancellationToken cancellationToken)
    {
        await using var writer = format.Write(body, rows.Fields, envelope);
        await writer.BeginAsync(cancellationToken);
        var count = 0L;
        await foreach (var batch in rows.ReadAsync(cancellationToken))
        {
            await writer.WriteAsync(batch, cancellationToken);
            count += batch.Count;
        }

        var next = rows.Next is { } cursor ? address(cursor) : null;
        await writer.EndAsync(next, cancellationToken);
        return (next, count);
    }

    private static async Task<string?> AnswerAsync(
        HttpContext http, Stream body, ResultFormat format, RowSource rows, AnswerEnvelope envelope, Func<string, string> address, CancellationToken cancellationToken)
    {
        var (next, count) = await WriteAsync(body, format, rows, envelope, address, cancellationToken);
        http.RequestServices.GetRequiredService<ApiTelemetry>().Answered(http, format.Name, count);
        return next;
    }

    // Weak: the same rows may be compressed in several ways.
    private static bool IsKnown(HttpContext http, byte[] hash)
    {
        var tag = new EntityTagHeaderValue(new StringSegment($"\"{Convert.ToHexStringLower(hash)}\""), isWeak: true);
        http.Response.GetTypedHeaders().ETag = tag;
        if (!http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false)))
            return false;
        http.Response.StatusCode = StatusCodes.Status304NotModified;
        // What has no content has no type either; and what compresses by type would write the end of a stream.
        http.Response.Headers.ContentType = default;
        http.Response.Headers.ContentDisposition = default;
        return true;
    }

    // Text without a charset is Latin 1 to some clients (Python's requests), and "°C" something else.
    private static MediaTypeHeaderValue ContentTypeOf(ResultFormat format)
    {
        var type = MediaTypeHeaderValue.Parse(format.MediaType);
        if (type.Type == "text")
            type.Charset = "utf-8";
        return type;
    }

    private static ResultFormat FormatOf(HttpContext http, string? name, string? mark, bool? excel)
    {
        var format = FormatOf(http, name);
        if (excel == false)
            format = format.ForPrograms ?? throw RequestRefusal.Of("excel", $"'false' applies only to csv; the format of the answer is {format.Name}.");
        if (mark is null)
            return format;
        var withComma = format.WithComma ?? throw RequestRefusal.Of("decimal", $"applies only to csv and excel; the format of the answer is {format.Name}.");
        return mark == FormatParameters.Comma ? withComma : format;
    }

    private static ResultFormat FormatOf(HttpContext http, string? name) => name is not null
        ? ResultFormat.Find(name)!
        : ResultFormat.Accepted(http.Request.GetTypedHeaders().Accept)
            ?? throw RequestRefusal.Of(
                "Accept",
                $"must take one of {string.Join(", ", ResultFormat.All.Select(format => format.MediaType))}; or give format={string.Join("|", ResultFormat.All.Select(format => format.Name))}.",
                StatusCodes.Status406NotAcceptable);
}
