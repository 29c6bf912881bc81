namespace IotAspire.AppHost.Embedded.Resources;

/// <summary>An event hub that the AppHost was told of; whether it can be reached, the services find out.</summary>
internal sealed class ExistingEventHub(string name, string connectionString) : Resource(name), IConnectionSource
{
    private const string EventHub = "telemetry";
    private const string EntityPath = "EntityPath=";

    public string ConnectionName => EventHub;

    public string ConnectionString { get; } = connectionString.Contains(EntityPath, StringComparison.OrdinalIgnoreCase)
        ? connectionString
        : $"{connectionString.TrimEnd(';')};{EntityPath}{EventHub}";

    public override string Kind => "event hub, as given";

    // Everything else in the connection string may be a secret.
    public override string Address => ConnectionString.Split(';').FirstOrDefault(part => part.StartsWith("Endpoint=", StringComparison.OrdinalIgnoreCase)) is { } endpoint
        ? endpoint[(endpoint.IndexOf('=', StringComparison.Ordinal) + 1)..]
        : "(no Endpoint)";

    public override Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task<string> EndedAsync() => new TaskCompletionSource<string>().Task;

    public override Task<string> StopAsync() => Task.FromResult("is left alone");
}
