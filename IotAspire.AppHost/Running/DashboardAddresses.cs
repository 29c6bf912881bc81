using Microsoft.Extensions.Configuration;

namespace IotAspire.AppHost.Running;

/// <summary>
/// Where the dashboard listens: the addresses of the launch profile, also when the built AppHost is started without it, and free
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

    /// <summary>Sets them.</summary>
    public static void Set(IConfigurationManager configuration)
    {
        foreach (var (setting, address, what) in Addresses)
        {
            var given = configuration[setting] is { Length: > 0 } text ? text : address;
            configuration[setting] = string.Join(';', given.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(each => OnFreePort(each, what)));
        }

        // Aspire asks whether plain HTTP is meant. It is, as long as nobody else can listen.
        if (Addresses.All(each => configuration[each.Setting]!.Split(';').All(address => new Uri(address).IsLoopback)))
            configuration["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] ??= "true";
    }

    private static string OnFreePort(string address, string what)
    {
        var wanted = new UriBuilder(address);
        wanted.Port = Ports.Choose(wanted.Port, what);
        return wanted.Uri.GetLeftPart(UriPartial.Authority);
    }
}
