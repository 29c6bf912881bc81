using IotAspire.LocalDashboard.Logs;
using IotAspire.LocalDashboard.Receiving;
using IotAspire.LocalDashboard.Security;
using IotAspire.LocalDashboard.Traces;
using IotAspire.LocalDashboard.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IotAspire.LocalDashboard;

/// <summary>
/// A dashboard on the loopback addresses. It is told of resources and of console lines, and takes traces and logs over OTLP/HTTP.
/// </summary>
public sealed class LocalDashboardServer : IAsyncDisposable
{
    private const int MostConnections = 200;
    private static readonly TimeSpan StopTimeout = TimeSpan.FromMilliseconds(300);

    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping;
    private readonly LogStore _logs;

    private LocalDashboardServer(WebApplication app, CancellationTokenSource stopping, LogStore logs, Uri address, string? token, string apiKey)
    {
        _app = app;
        _stopping = stopping;
        _logs = logs;
        Address = address;
        LoginAddress = token is null ? address : new Uri(address, $"login?t={Uri.EscapeDataString(token)}");
        OtlpHeaders = $"{OtlpEndpoints.KeyHeader}={apiKey}";
    }

    /// <summary>Where it is; also where OTLP is sent to.</summary>
    public Uri Address { get; }

    /// <summary>Opens it in a browser: the address with the token, if there is one.</summary>
    public Uri LoginAddress { get; }

    /// <summary>What an exporter has to send along, in the form of <c>OTEL_EXPORTER_OTLP_HEADERS</c>.</summary>
    public string OtlpHeaders { get; }

    /// <summary>Starts it.</summary>
    /// <param name="options">Where it is and how much it keeps.</param>
    /// <param name="resources">Asked whenever a page shows the resources.</param>
    /// <param name="loggerFactory">Gets warnings and errors of its web server.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <exception cref="ArgumentException">The options are wrong; every error is in the message.</exception>
    /// <exception cref="IOException">The port can't be had.</exception>
    public static async Task<LocalDashboardServer> StartAsync(
        LocalDashboardOptions options,
        Func<CancellationToken, Task<IReadOnlyList<ResourceSnapshot>>> resources,
        ILoggerFactory loggerFactory,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Errors() is { Count: > 0 } errors)
            throw new ArgumentException(string.Join(Environment.NewLine, errors), nameof(options));
        var app = Build(options, loggerFactory);
        var stopping = new CancellationTokenSource();
        try
        {
            var (traces, logs, apiKey) = (new TraceStore(options), new LogStore(options, time), Secrets.Create());
            var token = options.AllowAnonymous ? null : options.Token ?? Secrets.Create();
            // With a free port the cookie's name isn't the port's, which nobody knows yet.
            var login = new BrowserLogin(token, options.Port);
            app.UseMiddleware<AbortedRequests>();
            app.UseMiddleware<ResponseHeaders>();
            app.UseMiddleware<LoopbackHost>();
            new OtlpEndpoints(options, apiKey, traces, logs).Map(app);
            new Pages(login).Map(app);
            new StatusApi(options, login, resources, traces, logs).Map(app);
            new LogApi(login, logs, time, stopping.Token).Map(app);
            new TraceApi(login, traces).Map(app);
            await app.StartAsync(cancellationToken);
            return new(app, stopping, logs, AddressOf(app), token, apiKey);
        }
        catch
        {
            stopping.Dispose();
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Adds a line of a resource's console.</summary>
    /// <param name="resource">The resource's name.</param>
    /// <param name="line">The line as it was written.</param>
    /// <param name="isError">Whether it came from standard error.</param>
    public void Write(string resource, string line, bool isError) => _logs.Write(resource, line, isError);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Streams of logs never end by themselves.
        await _stopping.CancelAsync();
        using var patience = new CancellationTokenSource(StopTimeout);
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    // Empty: what configures the process, such as ASPNETCORE_URLS, isn't meant for the dashboard in it.
    private static WebApplication Build(LocalDashboardOptions options, ILoggerFactory loggerFactory)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, options));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(loggerFactory);
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopTimeout);
        return builder.Build();
    }

    private static void Configure(KestrelServerOptions kestrel, LocalDashboardOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MaximumBodyBytes;
        kestrel.Limits.MaxConcurrentConnections = MostConnections;
        if (options.Port == 0)
            kestrel.Listen(System.Net.IPAddress.Loopback, 0);
        else
            kestrel.ListenLocalhost(options.Port);
    }

    private static Uri AddressOf(WebApplication app)
    {
        var port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        return new UriBuilder(Uri.UriSchemeHttp, "localhost", port).Uri;
    }
}
