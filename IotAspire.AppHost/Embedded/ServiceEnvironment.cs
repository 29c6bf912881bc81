using System.Collections;
using IotAspire.AppHost.Embedded.Dashboard;

namespace IotAspire.AppHost.Embedded;

/// <summary>
/// The environment of a child: the same configuration keys that Aspire injects, so that a service can't tell the two
/// ways of running apart. A null value takes an inherited variable away.
/// </summary>
internal static class ServiceEnvironment
{
    private const string ConnectionStrings = "ConnectionStrings__";
    private const string ResourceAttributes = "OTEL_RESOURCE_ATTRIBUTES";

    // They speak of the AppHost itself.
    private static readonly string[] NotInherited =
        ["ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS", "HTTP_PORTS", "HTTPS_PORTS", "URLS", "DOTNET_LAUNCH_PROFILE", DashboardSettings.TokenVariable];

    /// <summary>What every child gets.</summary>
    /// <param name="inherited">The AppHost's own environment.</param>
    public static Dictionary<string, string?> ForProcess(IDictionary inherited)
    {
        var environment = NotInherited.ToDictionary(name => name, _ => (string?)null);
        // Only what a service is given below: an inherited connection string would hide a missing one.
        foreach (var name in inherited.Keys.Cast<string>().Where(name => name.StartsWith(ConnectionStrings, StringComparison.OrdinalIgnoreCase)))
            environment[name] = null;
        var environmentName = EnvironmentName(inherited);
        environment["DOTNET_ENVIRONMENT"] = environmentName;
        environment["ASPNETCORE_ENVIRONMENT"] = environmentName;
        environment["IOTASPIRE_IGNORE_SIGINT"] = "true";
        return environment;
    }

    /// <summary>What a service gets: its address, its name for telemetry, the connection strings of what it needs and nothing more.</summary>
    public static Dictionary<string, string?> ForService(
        IDictionary inherited, string name, int port, TelemetryTarget telemetry, IEnumerable<KeyValuePair<string, string>> connectionStrings, IEnumerable<KeyValuePair<string, string>> settings)
    {
        var environment = ForProcess(inherited);
        environment["ASPNETCORE_URLS"] = $"http://localhost:{port}";
        environment["OTEL_SERVICE_NAME"] = name;
        var instance = $"service.instance.id={Guid.NewGuid():N}";
        environment[ResourceAttributes] = inherited[ResourceAttributes] is string { Length: > 0 } given ? $"{given},{instance}" : instance;
        telemetry.AddTo(environment, inherited);
        foreach (var (resource, value) in connectionStrings)
            environment[ConnectionStrings + resource] = value;
        foreach (var (key, value) in settings)
            environment[key] = value;
        return environment;
    }

    private static string EnvironmentName(IDictionary inherited) =>
        inherited["DOTNET_ENVIRONMENT"] as string ?? inherited["ASPNETCORE_ENVIRONMENT"] as string ?? "Development";
}
