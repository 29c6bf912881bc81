namespace IotAspire.EventHubs;

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
