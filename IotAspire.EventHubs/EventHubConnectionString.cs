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

    /// <summary>Its AMQP port: 5671 with TLS and 5672 without, unless the endpoint has another.</summary>
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

    /// <summary>Reads a connection string, or lists its errors.</summary>
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

/// <summary>The name=value pairs of a connection string, and what is wrong with them.</summary>
internal sealed class ConnectionStringFields
{
    private static readonly string[] Always = ["Endpoint", "EntityPath"];
    private static readonly string[] WithKey = ["SharedAccessKeyName", "SharedAccessKey"];
    private static readonly string[] Known = [.. Always, .. WithKey, "UseDevelopmentEmulator", "ConsumerGroup"];

    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _errors = [];

    private ConnectionStringFields()
    {
    }

    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Aspire gives a namespace in Azure so: its address and no key, because the caller's identity opens it.</summary>
    public bool UsesIdentity => this["Endpoint"]?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true && !WithKey.Any(_values.ContainsKey);

    public bool UseDevelopmentEmulator => bool.TryParse(this["UseDevelopmentEmulator"], out var use) && use;

    public string? this[string name] => _values.GetValueOrDefault(name);

    public static ConnectionStringFields Read(string? text)
    {
        var fields = new ConnectionStringFields();
        if (string.IsNullOrWhiteSpace(text))
        {
            fields._errors.Add("It is empty.");
            return fields;
        }

        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            fields.Add(part);
        string[] required = fields.UsesIdentity ? Always : [.. Always, .. WithKey];
        foreach (var name in required.Where(name => !fields._values.ContainsKey(name)))
            fields._errors.Add($"{name} is missing.");
        if (fields["UseDevelopmentEmulator"] is { } use && !bool.TryParse(use, out _))
            fields._errors.Add("UseDevelopmentEmulator must be true or false.");
        return fields;
    }

    public Uri? ReadEndpoint()
    {
        if (this["Endpoint"] is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var endpoint) && IsScheme(endpoint.Scheme) && endpoint.Host.Length > 0)
            return endpoint;
        _errors.Add("Endpoint isn't of the form sb://HOST[:PORT].");
        return null;
    }

    private bool IsScheme(string scheme) => scheme is "sb" or "amqp" or "amqps" || (scheme == "https" && UsesIdentity);

    // A part's text stays out of the messages: it may be a piece of the key.
    private void Add(string part)
    {
        var (name, value) = part.Split('=', 2) is [var left, var right] ? (left.Trim(), right.Trim()) : (part, "");
        if (Known.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } field)
            _errors.Add($"A part isn't one of {string.Join(", ", Known)}.");
        else if (value.Length == 0)
            _errors.Add($"{field} has no value.");
        else if (!_values.TryAdd(field, value))
            _errors.Add($"{field} is there twice.");
    }
}

/// <summary>Where a hub's server listens, for telemetry.</summary>
/// <param name="Host">Name of the host.</param>
/// <param name="Port">The port.</param>
public sealed record ServerAddress(string Host, int Port);
