using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IotAspire.Benchmarks.Telemetry;

/// <summary>Takes whatever is exported over OTLP and forgets it.</summary>
internal sealed class TelemetrySink : IAsyncDisposable
{
    private readonly WebApplication _app;
    private long _bytes;
    private long _requests;

    private TelemetrySink(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public long Bytes => Volatile.Read(ref _bytes);

    public long Requests => Volatile.Read(ref _requests);

    public static async Task<TelemetrySink> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var sink = new TelemetrySink(app);
        app.MapPost("/v1/{signal}", sink.SwallowAsync);
        await app.StartAsync(cancellationToken);
        return sink;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> SwallowAsync(HttpRequest request)
    {
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0)
            Interlocked.Add(ref _bytes, count);
        Interlocked.Increment(ref _requests);
        // An empty message says that all was taken.
        return Results.Bytes(ReadOnlyMemory<byte>.Empty, "application/x-protobuf");
    }
}
