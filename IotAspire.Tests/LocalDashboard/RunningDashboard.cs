using System.Net;
using System.Text.Json;
using IotAspire.LocalDashboard;
using Microsoft.Extensions.Logging.Abstractions;

namespace IotAspire.Tests.LocalDashboard;

/// <summary>A dashboard on a free port, and a browser that is signed in.</summary>
internal sealed class RunningDashboard : IAsyncDisposable
{
    public const string Token = "a-token-for-the-tests";

    private RunningDashboard(LocalDashboardServer server)
    {
        Server = server;
        Browser = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = server.Address };
        Stranger = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = server.Address };
    }

    public LocalDashboardServer Server { get; }

    public HttpClient Browser { get; }

    /// <summary>Knows no token, and keeps no cookie.</summary>
    public HttpClient Stranger { get; }

    public string ApiKey => Server.OtlpHeaders.Split('=', 2)[1];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<RunningDashboard> StartAsync(LocalDashboardOptions? options = null, params ResourceSnapshot[] resources)
    {
        options = (options ?? new()) with { Port = 0, Token = Token };
        var server = await LocalDashboardServer.StartAsync(
            options, _ => Task.FromResult<IReadOnlyList<ResourceSnapshot>>(resources), NullLoggerFactory.Instance, TimeProvider.System, Cancelled);
        var dashboard = new RunningDashboard(server);
        if (!options.AllowAnonymous)
            (await dashboard.Browser.GetAsync($"/login?t={Token}", Cancelled)).EnsureSuccessStatusCode();
        return dashboard;
    }

    public async Task<JsonElement> GetAsync(string path) =>
        JsonSerializer.Deserialize<JsonElement>(await Browser.GetStringAsync(path, Cancelled));

    /// <summary>Sends a body as an exporter does.</summary>
    public async Task<HttpStatusCode> PostAsync(string path, byte[] body, string? encoding = null)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/x-protobuf");
        if (encoding is not null)
            content.Headers.ContentEncoding.Add(encoding);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Add("x-otlp-api-key", ApiKey);
        using var response = await Stranger.SendAsync(request, Cancelled);
        return response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        Stranger.Dispose();
        await Server.DisposeAsync();
    }
}
