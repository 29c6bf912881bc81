using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.EventHubs.Emulator.Http;

/// <summary>Turns a stored event into what people can read.</summary>
internal static class EventReading
{
    private const int MaxBodyLength = 16 * 1024;

    private static readonly string[] SystemNames =
    [
        "messageId", "userId", "to", "subject", "replyTo", "correlationId", "contentType", "contentEncoding",
        "absoluteExpiryTime", "creationTime", "groupId", "groupSequence", "replyToGroupId",
    ];

    /// <param name="record">The event.</param>
    /// <param name="written">The bytes that its values and its body take as JSON.</param>
    public static EventAnswer ToAnswer(in Record record, out int written)
    {
        using var json = new AmqpJson();
        var body = new MemoryStream();
        var bodyLength = 0;
        var values = new MemoryStream();
        var valueCount = 0;
        RawJson? key = null, system = null, properties = null, annotations = null;
        var sections = new SectionReader(record.Message);
        while (sections.Next())
        {
            switch (sections.Code)
            {
                // The JavaScript SDK sends a body of null so.
                case MessageSection.Data when sections.Value[0] == FormatCode.Null:
                    break;
                case MessageSection.Data:
                    var data = SectionReader.Binary(sections.Value);
                    bodyLength += data.Length;
                    // With the byte behind the cut, which tells where a character ends.
                    body.Write(data[..(int)Math.Min(data.Length, MaxBodyLength + 1 - body.Length)]);
                    break;
                case MessageSection.Value or MessageSection.Sequence when !json.IsFull():
                    if (valueCount++ > 0)
                        values.WriteByte((byte)',');
                    values.Write(json.Value(sections.Value).Utf8.Span);
                    break;
                case MessageSection.Properties:
                    system = json.Fields(sections.Value, SystemNames);
                    break;
                case MessageSection.ApplicationProperties:
                    properties = json.Value(sections.Value);
                    break;
                case MessageSection.MessageAnnotations:
                    var encoded = new AnnotationReader(sections.Value).FindPartitionKey();
                    key = encoded.IsEmpty ? null : json.Value(encoded);
                    annotations = json.Value(sections.Value);
                    break;
            }
        }

        var areValuesCut = json.IsCut;
        var bytes = body.GetBuffer().AsSpan(0, (int)body.Length);
        var text = AmqpJson.WholeCharacters(bytes, MaxBodyLength);
        var isText = Utf8.IsValid(text);
        var answer = new EventAnswer(
            record.SequenceNumber,
            record.Offset.ToString(CultureInfo.InvariantCulture),
            DateTimeOffset.FromUnixTimeMilliseconds(record.EnqueuedTime).UtcDateTime,
            key,
            isText ? json.Text(text) : null,
            isText ? null : json.Base64(bytes[..Math.Min(bytes.Length, MaxBodyLength)]),
            bodyLength,
            bodyLength > MaxBodyLength,
            valueCount switch { 0 => null, 1 => new RawJson(values.ToArray()), _ => new RawJson((byte[])[(byte)'[', .. values.ToArray(), (byte)']']) },
            system,
            properties,
            annotations,
            areValuesCut);
        // Between the values of several sections are commas.
        written = json.Written + valueCount;
        return answer;
    }
}

/// <summary>The page at <c>/</c>. It brings its script and style, and the browser runs no others: their hashes are in the policy.</summary>
internal static class Page
{
    private static readonly Lazy<(byte[] Html, string Policy)> Content = new(Load);

    public static Task WriteAsync(HttpContext context)
    {
        var (html, policy) = Content.Value;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = html.Length;
        context.Response.Headers.ContentSecurityPolicy = policy;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(html, context.RequestAborted).AsTask();
    }

    private static (byte[] Html, string Policy) Load()
    {
        using var resource = typeof(Page).Assembly.GetManifestResourceStream("Page.html")!;
        using var reader = new StreamReader(resource);
        // Browsers hash what they read, with line ends as they read them.
        var html = reader.ReadToEnd().ReplaceLineEndings("\n");
        var policy = "default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; img-src data:; "
            + $"script-src '{Hash(html, "script")}'; style-src '{Hash(html, "style")}'";
        return (Encoding.UTF8.GetBytes(html), policy);
    }

    private static string Hash(string html, string element)
    {
        var start = html.IndexOf($"<{element}>", StringComparison.Ordinal) + element.Length + 2;
        var end = html.IndexOf($"</{element}>", start, StringComparison.Ordinal);
        return "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(html[start..end])));
    }
}
