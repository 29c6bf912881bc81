using IotAspire.LocalDashboard.Decoding;
using IotAspire.LocalDashboard.Logs;
using IotAspire.LocalDashboard.Security;
using IotAspire.LocalDashboard.Traces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IotAspire.LocalDashboard.Receiving;

/// <summary>OTLP over HTTP with protobuf. Metrics are taken, so that no exporter complains, and forgotten.</summary>
internal sealed class OtlpEndpoints(LocalDashboardOptions options, string apiKey, TraceStore traces, LogStore logs)
{
    /// <summary>Where the key is shown, as to Aspire's dashboard.</summary>
    public const string KeyHeader = "x-otlp-api-key";

    private const string Protobuf = "application/x-protobuf";

    private readonly StringPool _pool = new();

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/traces", context => ReceiveAsync(context, body => traces.Add(new SpanDecoder(body.Buffer, body.Length, _pool).Decode())));
        routes.MapPost("/v1/logs", context => ReceiveAsync(context, body => logs.Add(new LogDecoder(body.Buffer, body.Length, _pool).Decode())));
        routes.MapPost("/v1/metrics", context => ReceiveAsync(context, _ => { }));
    }

    private async Task ReceiveAsync(HttpContext context, Action<RequestBody> receive)
    {
        var (status, message) = await TryReceiveAsync(context, receive);
        context.Response.StatusCode = status;
        if (status == StatusCodes.Status200OK)
            // An answer without partial success is a message without fields: no bytes at all.
            context.Response.ContentType = Protobuf;
        else
            await context.Response.WriteAsync(message, context.RequestAborted);
    }

    private async Task<(int Status, string Message)> TryReceiveAsync(HttpContext context, Action<RequestBody> receive)
    {
        // Nobody without the key gets a byte of his body read.
        if (!Secrets.AreEqual(context.Request.Headers[KeyHeader], apiKey))
            return (StatusCodes.Status401Unauthorized, $"{KeyHeader} is missing or wrong.");
        if (context.Request.ContentType?.Split(';')[0].Trim().Equals(Protobuf, StringComparison.OrdinalIgnoreCase) != true)
            return (StatusCodes.Status415UnsupportedMediaType, $"Content-Type must be {Protobuf}.");
        try
        {
            using var body = await RequestBody.ReadAsync(context.Request, options, context.RequestAborted);
            receive(body);
            return (StatusCodes.Status200OK, "");
        }
        catch (BadHttpRequestException exception)
        {
            return (exception.StatusCode, exception.Message);
        }
        catch (Exception exception) when (exception is MalformedMessageException or InvalidDataException)
        {
            return (StatusCodes.Status400BadRequest, exception.Message);
        }
    }
}
