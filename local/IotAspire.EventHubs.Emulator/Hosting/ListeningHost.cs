using IotAspire.EventHubs.Emulator.Http;
using IotAspire.EventHubs.Emulator.Hubs;
using IotAspire.EventHubs.Emulator.Tls;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace IotAspire.EventHubs.Emulator.Hosting;

/// <summary>
/// The web server with its ports: AMQP, AMQP over TLS if wanted, and HTTP. The bare server, because a host with its container
/// and configuration, of which nothing is needed without TLS, would take a fifth of the time that the hub has to start.
/// </summary>
internal sealed class ListeningHost : IDisposable
{
    // An event of the largest size in base64, and what goes with it.
    private const int MaxRequest = 4 * 1024 * 1024;

    // An answer may have 4 MiB, which stay in memory until the last byte has been read.
    private static readonly MinDataRate SlowestReader = new(bytesPerSecond: 64 * 1024, gracePeriod: TimeSpan.FromSeconds(5));

    private readonly KestrelServer _server;
    private readonly IServiceProvider _services;
    private ListenOptions? _amqp;
    private ListenOptions? _tls;
    private ListenOptions? _http;

    private ListeningHost(EventHubsEmulatorOptions options, ServerCertificate? certificate, NamespaceAdministration administration)
    {
        _services = certificate is null ? new LoggingServices(options.LoggerFactory) : TlsServices(options.LoggerFactory);
        var kestrel = new KestrelServerOptions { ApplicationServices = _services };
        kestrel.Limits.MaxRequestBodySize = MaxRequest;
        kestrel.Limits.MinResponseDataRate = SlowestReader;
        ListenAddress.Listen(kestrel, options.Listen, options.Port, listen =>
        {
            _amqp = listen;
            listen.Run(administration.Connections.OnConnectedAsync);
        });
        if (certificate is not null)
        {
            ListenAddress.Listen(kestrel, options.Listen, options.Tls!.Port, listen =>
            {
                _tls = listen;
                listen.UseHttps(new HttpsConnectionAdapterOptions
                {
                    ServerCertificate = certificate.Certificate,
                    ServerCertificateChain = certificate.Chain,
                });
                listen.Run(administration.Connections.OnConnectedAsync);
            });
        }

        ListenAddress.Listen(kestrel, options.Listen, options.HttpPort, listen =>
        {
            _http = listen;
            listen.Protocols = HttpProtocols.Http1;
        });
        _server = new KestrelServer(
            Options.Create(kestrel),
            new SocketTransportFactory(Options.Create(new SocketTransportOptions()), options.LoggerFactory),
            options.LoggerFactory);
    }

    public int AmqpPort => _amqp!.IPEndPoint!.Port;

    public int? TlsPort => _tls?.IPEndPoint!.Port;

    public int HttpPort => _http!.IPEndPoint!.Port;

    public static async Task<ListeningHost> StartAsync(
        EventHubsEmulatorOptions options, ServerCertificate? certificate, NamespaceAdministration administration, CancellationToken cancellationToken)
    {
        var host = new ListeningHost(options, certificate, administration);
        try
        {
            await host._server.StartAsync(new HttpApplication(new HttpSurface(administration, ListenAddress.IsLoopback(options.Listen)).AnswerAsync), cancellationToken);
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>Stops listening; cuts connections that haven't ended in time.</summary>
    public async Task StopAsync(TimeSpan time)
    {
        using var patience = new CancellationTokenSource(time);
        await _server.StopAsync(patience.Token);
    }

    public void Dispose()
    {
        _server.Dispose();
        (_services as IDisposable)?.Dispose();
    }

    // TLS asks for services that only a host's builder can register.
    private static IServiceProvider TlsServices(ILoggerFactory logging)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(logging);
        builder.WebHost.UseKestrelCore();
        return builder.Build().Services;
    }

    /// <summary>The one service that the server asks for without TLS.</summary>
    private sealed class LoggingServices(ILoggerFactory logging) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(ILoggerFactory) ? logging : null;
    }
}
