using System.Collections;
using IotAspire.LocalDashboard;

namespace IotAspire.AppHost.Embedded.Dashboard;

/// <summary>The settings by which a service exports its telemetry: those that Aspire gives for its dashboard.</summary>
internal sealed record TelemetryTarget(IReadOnlyDictionary<string, string> Settings)
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    // A trace is looked for right after the request. Metrics are forgotten, so they needn't come every second.
    private static readonly Dictionary<string, string> Intervals = new()
    {
        ["OTEL_BSP_SCHEDULE_DELAY"] = "1000",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "1000",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "60000",
    };

    /// <summary>Nothing is said: what the AppHost's own environment says goes for the services, too.</summary>
    public static TelemetryTarget None { get; } = new(new Dictionary<string, string>());

    public static TelemetryTarget Of(LocalDashboardServer dashboard) => new(new Dictionary<string, string>
    {
        [Endpoint] = dashboard.Address.ToString(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_EXPORTER_OTLP_HEADERS"] = dashboard.OtlpHeaders,
    });

    /// <summary>The user's own choice, if there is one; a password in it isn't for showing.</summary>
    /// <param name="inherited">The AppHost's environment.</param>
    public static string? ElsewhereIn(IDictionary inherited) => inherited[Endpoint] switch
    {
        string { Length: > 0 } endpoint when Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address.UserInfo.Length > 0 =>
            new UriBuilder(address) { UserName = "", Password = "" }.Uri.ToString(),
        string { Length: > 0 } endpoint => endpoint,
        _ => null,
    };

    /// <summary>Adds the settings to a service's environment; the intervals only where the user hasn't set his own.</summary>
    public void AddTo(IDictionary<string, string?> environment, IDictionary inherited)
    {
        foreach (var (name, value) in Settings)
            environment[name] = value;
        foreach (var (name, value) in Intervals.Where(interval => Settings.Count > 0 && !inherited.Contains(interval.Key)))
            environment[name] = value;
    }
}
