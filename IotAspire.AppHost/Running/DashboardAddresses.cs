using Microsoft.Extensions.Configuration;

namespace IotAspire.AppHost.Running;

/// <summary>
/// Where the dashboard listens: the addresses of the launch profile, also for whoever starts the built AppHost without it, and free
/// ports instead of those that are taken.
/// </summary>
internal static class DashboardAddresses
{
    public const string Dashboard = "ASPNETCORE_URLS";

    private static readonly (string Setting, string Address, string What)[] Addresses =
    [
        (Dashboard, "http://localhost:15080", "the dashboard"),
        ("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "http://localhost:15081", "the dashboard's OTLP endpoint"),
        ("ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL", "http://localhost:15082", "the service that tells the dashboard of resources"),
    ];

    public static void Set(IConfigurationManager configuration)
    {
        configuration["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] ??= "true";
        foreach (var (setting, address, what) in Addresses)
        {
            var wanted = new UriBuilder((configuration[setting] is { Length: > 0 } given ? given : address).Split(';')[0]);
            wanted.Port = Ports.Choose(wanted.Port, what);
            configuration[setting] = wanted.Uri.GetLeftPart(UriPartial.Authority);
        }
    }
}
