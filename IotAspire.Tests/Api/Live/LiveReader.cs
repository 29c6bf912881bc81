using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Api.Live;

/// <summary>Reads the stream as a browser's EventSource does.</summary>
internal sealed class LiveReader : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly ConcurrentQueue<ServerSentEvent> _events = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpResponseMessage _response;
    private readonly Task _reading;

    private LiveReader(HttpResponseMessage response, string? lastEventId)
    {
        (_response, LastEventId) = (response, lastEventId);
        _reading = ReadAsync();
    }

    /// <summary>The last id seen, also one without an event; until then the one that it began with, as browsers keep it.</summary>
    public string? LastEventId { get; private set; }

    /// <summary>Ends when the stream does.</summary>
    public Task Ended => _reading;

    public IReadOnlyList<ServerSentEvent> Events => [.. _events];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Once it gets everything that is stored from now on.</summary>
    public static async Task<LiveReader> OpenAsync(HttpClient client, string query = "", string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/live{query}");
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        Assert.True(response.StatusCode == HttpStatusCode.OK, response.StatusCode == HttpStatusCode.OK ? "" : await response.Content.ReadAsStringAsync(Token));
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var reader = new LiveReader(response, lastEventId);
        await reader.WaitAsync(events => events.Any(one => one.Name == "open"), "the stream is open");
        return reader;
    }

    public IReadOnlyList<ServerSentEvent> Of(string name) => [.. _events.Where(one => one.Name == name)];

    public HashSet<(string SensorId, DateTime MeasuredAt)> Readings() =>
        [.. Of("reading").Select(one => (one.Text("sensorId"), one.Data.GetProperty("measuredAt").GetDateTime().ToUniversalTime()))];

    public Task WaitAsync(Func<IReadOnlyList<ServerSentEvent>, bool> condition, string what) =>
        Eventually.Async(() => Task.FromResult(Events), condition, Deadline, what);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _response.Dispose();
        _stop.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            using var lines = new StreamReader(await _response.Content.ReadAsStreamAsync(_stop.Token));
            string? name = null, data = null, id = null;
            while (await lines.ReadLineAsync(_stop.Token) is { } line)
            {
                if (line.Length == 0)
                {
                    LastEventId = id ?? LastEventId;
                    if (data is not null)
                        _events.Enqueue(new(name ?? "message", JsonSerializer.Deserialize<JsonElement>(data)));
                    (name, data, id) = (null, null, null);
                    continue;
                }

                var colon = line.IndexOf(": ", StringComparison.Ordinal);
                var value = line[(colon + 2)..];
                (name, data, id) = line[..colon] switch
                {
                    "event" => (value, data, id),
                    "data" => (name, value, id),
                    "id" => (name, data, value),
                    _ => (name, data, id),
                };
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or HttpIOException or IOException)
        {
            // Closed by one side or the other.
        }
    }
}

internal sealed record ServerSentEvent(string Name, JsonElement Data)
{
    public string Text(string property) => Data.GetProperty(property).GetString()!;
}
