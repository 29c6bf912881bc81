using System.Net;
using IotAspire.EventHubs.Emulator.Http;
using IotAspire.EventHubs.Emulator.Hubs;
using IotAspire.EventHubs.Emulator.Tls;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace IotAspire.EventHubs.Emulator.Hosting;

/// <summary>The web server with its ports: AMQP, AMQP over TLS if wanted, and HTTP.</summary>
internal sealed class ListeningHost
{
    // An event of the largest size in base64, and what goes with it.
    private const int LargestRequest = 4 * 1024 * 1024;

    private readonly WebApplication _application;
    private ListenOptions? _amqp;
    private ListenOptions? _tls;
    private ListenOptions? _http;

    private ListeningHost(EventHubsEmulatorOptions options, ServerCertificate? certificate, NamespaceAdministration administration)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(options.LoggerFactory);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = LargestRequest;
            kestrel.Listen(IPAddress.Loopback, options.Port, listen =>
            {
                _amqp = listen;
                listen.Run(administration.Connections.OnConnectedAsync);
            });
            if (certificate is not null)
            {
                kestrel.Listen(IPAddress.Loopback, options.Tls!.Port, listen =>
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

            kestrel.Listen(IPAddress.Loopback, options.HttpPort, listen => _http = listen);
        });
        _application = builder.Build();
        _application.Run(new HttpSurface(administration).AnswerAsync);
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
            await host._application.StartAsync(cancellationToken);
            return host;
        }
        catch
        {
            await host._application.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops listening; cuts connections that haven't ended in time.</summary>
    public async Task StopAsync(TimeSpan time)
    {
        using var patience = new CancellationTokenSource(time);
        await _application.StopAsync(patience.Token);
        await _application.DisposeAsync();
    }
}
