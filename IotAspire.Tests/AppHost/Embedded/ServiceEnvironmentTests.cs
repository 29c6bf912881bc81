using System.Collections;
using IotAspire.AppHost.Embedded;
using IotAspire.AppHost.Embedded.Dashboard;

namespace IotAspire.Tests.AppHost.Embedded;

public sealed class ServiceEnvironmentTests
{
    [Fact]
    public void A_service_gets_its_connection_strings_and_no_others()
    {
        var environment = Compose(new Hashtable { ["ConnectionStrings__iotdb"] = "of the shell", ["CONNECTIONSTRINGS__telemetry"] = "of the shell" });

        Assert.Equal("Endpoint=sb://x", environment["ConnectionStrings__telemetry"]);
        Assert.Null(environment["ConnectionStrings__iotdb"]);
        Assert.True(environment.ContainsKey("ConnectionStrings__iotdb"));
    }

    [Fact]
    public void What_speaks_of_the_AppHost_itself_is_not_inherited()
    {
        var environment = Compose(new Hashtable { ["ASPNETCORE_URLS"] = "http://localhost:1", ["DOTNET_LAUNCH_PROFILE"] = "http" });

        Assert.Equal("http://localhost:5081", environment["ASPNETCORE_URLS"]);
        Assert.All(["DOTNET_LAUNCH_PROFILE", "HTTP_PORTS", "ASPNETCORE_HTTP_PORTS"], name => Assert.Null(environment[name]));
    }

    [Fact]
    public void Telemetry_names_the_service_and_keeps_what_the_user_adds()
    {
        var environment = Compose(new Hashtable { ["OTEL_RESOURCE_ATTRIBUTES"] = "deployment.environment.name=lab" });

        Assert.Equal("generator", environment["OTEL_SERVICE_NAME"]);
        Assert.Matches("^deployment.environment.name=lab,service.instance.id=[0-9a-f]{32}$", environment["OTEL_RESOURCE_ATTRIBUTES"]);
    }

    [Fact]
    public void Telemetrys_endpoint_is_the_users_alone() =>
        Assert.DoesNotContain("OTEL_EXPORTER_OTLP_ENDPOINT", Compose(new Hashtable { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://localhost:4317" }).Keys);

    [Theory]
    [InlineData(null, null, "Development")]
    [InlineData(null, "Staging", "Staging")]
    [InlineData("Production", "Staging", "Production")]
    public void Environment_is_the_hosts_and_Development_without(string? dotnet, string? aspNetCore, string expected)
    {
        var environment = Compose(new Hashtable { ["DOTNET_ENVIRONMENT"] = dotnet, ["ASPNETCORE_ENVIRONMENT"] = aspNetCore });

        Assert.Equal((expected, expected), (environment["DOTNET_ENVIRONMENT"], environment["ASPNETCORE_ENVIRONMENT"]));
    }

    [Fact]
    public void Children_ignore_the_terminals_interrupt_and_get_their_settings()
    {
        var environment = Compose([]);

        Assert.Equal(("true", "/s.json"), (environment["IOTASPIRE_IGNORE_SIGINT"], environment["Catalogue__Path"]));
    }

    private static Dictionary<string, string?> Compose(Hashtable inherited) => ServiceEnvironment.ForService(
        inherited, "generator", 5081, TelemetryTarget.None, [KeyValuePair.Create("telemetry", "Endpoint=sb://x")], [KeyValuePair.Create("Catalogue__Path", "/s.json")]);
}
