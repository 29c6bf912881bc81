using Amqp;
using Amqp.Framing;
using Amqp.Sasl;
using Amqp.Types;

namespace IotAspire.EventHubs.Amqp;

/// <summary>An open connection to the namespace, with the tokens that its links need, renewed before they expire.</summary>
internal sealed class AmqpPeer : IAsyncDisposable
{
    private const string TokenType = "servicebus.windows.net:sastoken";
    private const int MaximumFrameSize = 64 * 1024;
    private const int IdleTimeoutMilliseconds = 60_000;

    private readonly AmqpClientOptions _options;
    private readonly Connection _connection;
    private readonly RequestChannel _cbs;
    private readonly RequestChannel _management;
    private readonly TokenRenewal _renewal;

    private AmqpPeer(AmqpClientOptions options, Connection connection, RequestChannel cbs, RequestChannel management)
    {
        (_options, _connection, _cbs, _management) = (options, connection, cbs, management);
        _renewal = new TokenRenewal(PutTokenAsync, options.Time, options.Logger);
    }

    public bool IsOpen => !_connection.IsClosed && _cbs.IsOpen && _management.IsOpen;

    public static async Task<AmqpPeer> OpenAsync(AmqpClientOptions options, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(options, cancellationToken);
        try
        {
            var cbs = await RequestChannel.OpenAsync(connection, "$cbs", options.TryTimeout, options.Time, cancellationToken);
            var management = await RequestChannel.OpenAsync(connection, "$management", options.TryTimeout, options.Time, cancellationToken);
            return new AmqpPeer(options, connection, cbs, management);
        }
        catch
        {
            connection.Close(TimeSpan.Zero);
            throw;
        }
    }

    /// <summary>A session for one link, once the hub has taken a token for the link's address.</summary>
    public async Task<Session> BeginAsync(string entityPath, CancellationToken cancellationToken)
    {
        await _renewal.AddAsync(entityPath, cancellationToken);
        return new Session(_connection);
    }

    /// <summary>Reads the properties of the hub or, with an id, of a partition.</summary>
    public async Task<Map> ReadAsync(string type, string? partitionId, CancellationToken cancellationToken)
    {
        var request = new Message { ApplicationProperties = new ApplicationProperties() };
        request.ApplicationProperties["operation"] = "READ";
        request.ApplicationProperties["type"] = type;
        request.ApplicationProperties["name"] = _options.Hub.EventHubName;
        request.ApplicationProperties["security_token"] = Token(_options.Hub.EventHubName, out _);
        if (partitionId is not null)
            request.ApplicationProperties["partition"] = partitionId;
        var reply = await _management.AskAsync(request, _options.TryTimeout, _options.Time, cancellationToken);
        return reply.Body as Map ?? throw new EventHubException(EventHubFailureReason.Refused, $"The hub's answer about {type} has no map.");
    }

    public async ValueTask DisposeAsync()
    {
        await _renewal.DisposeAsync();
        _connection.Close(TimeSpan.Zero);
    }

    private static async Task<Connection> ConnectAsync(AmqpClientOptions options, CancellationToken cancellationToken)
    {
        var hub = options.Hub;
        var factory = new ConnectionFactory();
        factory.SASL.Profile = SaslProfile.Anonymous;
        factory.AMQP.HostName = hub.Host;
        factory.AMQP.ContainerId = $"IotAspire-{Guid.NewGuid():N}";
        factory.AMQP.MaxFrameSize = MaximumFrameSize;
        factory.AMQP.IdleTimeout = IdleTimeoutMilliseconds;
        factory.TCP.NoDelay = true;
        var address = new Address(hub.Host, hub.Port, null, null, "/", hub.UseDevelopmentEmulator ? "amqp" : "amqps");
        try
        {
            using var timeout = new CancellationTokenSource(options.TryTimeout, options.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            return await factory.CreateAsync(address, either.Token);
        }
        catch (Exception exception) when (AmqpFailure.IsFailure(exception, cancellationToken))
        {
            throw AmqpFailure.From(exception, $"Connecting to sb://{hub.Host}:{hub.Port}");
        }
    }

    private async Task<DateTimeOffset> PutTokenAsync(string entityPath, CancellationToken cancellationToken)
    {
        var token = Token(entityPath, out var expiresAt);
        var request = new Message(token) { ApplicationProperties = new ApplicationProperties() };
        request.ApplicationProperties["operation"] = "put-token";
        request.ApplicationProperties["type"] = TokenType;
        request.ApplicationProperties["name"] = Audience(entityPath);
        request.ApplicationProperties["expiration"] = expiresAt.UtcDateTime;
        await _cbs.AskAsync(request, _options.TryTimeout, _options.Time, cancellationToken);
        return expiresAt;
    }

    private string Token(string entityPath, out DateTimeOffset expiresAt)
    {
        expiresAt = _options.Time.GetUtcNow() + TokenRenewal.Lifetime;
        return SharedAccessSignature.Create(Audience(entityPath), _options.Hub.KeyName, _options.Hub.Key, expiresAt);
    }

    private string Audience(string entityPath) =>
        $"{(_options.Hub.UseDevelopmentEmulator ? "amqp" : "amqps")}://{_options.Hub.Host}/{entityPath}";
}
