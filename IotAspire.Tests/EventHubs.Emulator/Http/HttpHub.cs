using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using IotAspire.EventHubs.Emulator;

namespace IotAspire.Tests.EventHubs.Emulator.Http;

/// <summary>An emulator with one hub, seen over HTTP.</summary>
internal sealed class HttpHub : IAsyncDisposable
{
    private readonly HttpClient _client;

    private HttpHub(EventHubsEmulator emulator)
    {
        Emulator = emulator;
        _client = new HttpClient { BaseAddress = new Uri($"http://localhost:{emulator.HttpPort}"), Timeout = TestHub.Deadline };
    }

    public EventHubsEmulator Emulator { get; }

    public HttpClient Client => _client;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<HttpHub> StartAsync() => new(await TestHub.StartAsync());

    public async Task<JsonNode> GetAsync(string path) => (await _client.GetFromJsonAsync<JsonNode>(path, Cancellation))!;

    /// <summary>Posts JSON; returns the status and the answer.</summary>
    public async Task<(HttpStatusCode Status, JsonNode Answer)> PostAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await _client.PostAsync(path, content, Cancellation);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonNode>(Cancellation))!);
    }

    public async Task<HttpStatusCode> DeleteAsync(string path)
    {
        using var response = await _client.DeleteAsync(path, Cancellation);
        return response.StatusCode;
    }

    public async Task SendAsync(params string[] texts)
    {
        await using var producer = HubClients.Producer(Emulator.ConnectionString(TestHub.Name));
        await producer.SendAsync("kitchen", TestHub.Events(texts), Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Emulator.DisposeAsync();
    }
}
