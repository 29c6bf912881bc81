using System.Diagnostics.CodeAnalysis;

namespace IotAspire.EventHubs;

/// <summary>
/// A connection string as Event Hubs gives it out, for one event hub:
/// <c>Endpoint=sb://HOST[:PORT];SharedAccessKeyName=NAME;SharedAccessKey=KEY;EntityPath=HUB</c>, optionally with
/// <c>UseDevelopmentEmulator=true</c> (AMQP without TLS) and <c>ConsumerGroup=GROUP</c>; or, where the caller's identity takes the
/// key's place, <c>Endpoint=https://HOST[:443]/;EntityPath=HUB</c>. Never prints the key.
/// </summary>
public sealed class EventHubConnectionString
{
    /// <summary>The form with a key, for messages.</summary>
    public const string Form =
        "Endpoint=sb://HOST[:PORT];SharedAccessKeyName=NAME;SharedAccessKey=KEY;EntityPath=HUB[;UseDevelopmentEmulator=true][;ConsumerGroup=GROUP]";

    /// <summary>The form without one.</summary>
    public const string IdentityForm = "Endpoint=https://HOST[:443]/;EntityPath=HUB[;ConsumerGroup=GROUP]";

    private const int PlainPort = 5672;
    private const int TlsPort = 5671;

    private EventHubConnectionString(Uri endpoint, ConnectionStringFields fields)
    {
        Host = endpoint.Host;
        UseDevelopmentEmulator = fields.UseDevelopmentEmulator;
        UsesIdentity = fields.UsesIdentity;
        // The port of the https form is that of the namespace's management, not of AMQP.
        Port = UsesIdentity || endpoint.IsDefaultPort || endpoint.Port < 0 ? (UseDevelopmentEmulator ? PlainPort : TlsPort) : endpoint.Port;
        KeyName = fields["SharedAccessKeyName"] ?? "";
        Key = fields["SharedAccessKey"] ?? "";
        EventHubName = fields["EntityPath"]!;
        ConsumerGroup = fields["ConsumerGroup"];
    }

    /// <summary>The namespace's host.</summary>
    public string Host { get; }

    /// <summary>Its AMQP port: 5671 with TLS and 5672 without, unless the endpoint says another.</summary>
    public int Port { get; }

    /// <summary>Whether AMQP runs over plain TCP.</summary>
    public bool UseDevelopmentEmulator { get; }

    /// <summary>Whether the caller's identity opens the hub, not a key.</summary>
    public bool UsesIdentity { get; }

    /// <summary>Name of the access key; empty where the identity takes its place.</summary>
    public string KeyName { get; }

    /// <summary>The event hub.</summary>
    public string EventHubName { get; }

    /// <summary>The consumer group, if the string names one.</summary>
    public string? ConsumerGroup { get; }

    internal string Key { get; }

    internal ServerAddress Server => new(Host, Port);

    /// <summary>Reads a connection string.</summary>
    /// <exception cref="FormatException">Lists every error and the allowed form.</exception>
    public static EventHubConnectionString Parse(string? text) =>
        TryParse(text, out var parsed, out var errors) ? parsed : throw new FormatException($"{string.Join(" ", errors)} The form is {Form}");

    /// <summary>Reads a connection string, or says everything that is wrong with it.</summary>
    public static bool TryParse(
        string? text, [NotNullWhen(true)] out EventHubConnectionString? connectionString, out IReadOnlyList<string> errors)
    {
        var fields = ConnectionStringFields.Read(text);
        var endpoint = fields.ReadEndpoint();
        errors = fields.Errors;
        connectionString = errors.Count == 0 ? new EventHubConnectionString(endpoint!, fields) : null;
        return connectionString is not null;
    }

    /// <summary>Everything but the key.</summary>
    public override string ToString() => $"sb://{Host}:{Port}/{EventHubName}";
}
