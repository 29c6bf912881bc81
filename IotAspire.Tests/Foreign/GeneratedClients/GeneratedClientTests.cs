using System.Globalization;
using System.Text.Json;
using IotAspire.Contracts.Catalogue;
using IotAspire.Tests.Api;
using IotAspire.Tests.Support;
using static IotAspire.Tests.Storage.Batches;

namespace IotAspire.Tests.Foreign.GeneratedClients;

/// <summary>
/// Clients that others' tools make of the OpenAPI document: they build without a warning, and the small programs beside this class,
/// which use them without a cast, print what is stored.
/// </summary>
[Trait("Category", "Foreign")]
[Collection(RunsAlone.Name)]
public sealed class GeneratedClientTests(MySqlServers servers)
{
    private const string From = "2026-11-23T12:00:00Z";
    private const string To = "2026-11-23T13:00:00Z";

    private static readonly (string Sensor, int Second, double Value)[] Stored =
        [("kitchen-temperature", 1, 20.5), ("kitchen-temperature", 2, 21), ("kitchen-temperature", 3, 22.25), ("offices-temperature", 1, 19), ("offices-temperature", 2, 23)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NSwag_makes_a_client_of_it()
    {
        await using var api = await StartAsync();
        using var folder = Copy("NSwag");
        var document = await SaveAsync(api, folder);

        await Tool.RunAsync(
            "dotnet",
            [
                "nswag", "openapi2csclient", $"/input:{document}", $"/output:{folder.Combine("Client.cs")}", "/namespace:IotAspire.Client", "/className:IotAspireClient",
                "/jsonLibrary:SystemTextJson", "/generateNullableReferenceTypes:true", "/generateOptionalParameters:true",
            ],
            await DotnetTools.GetAsync());

        Assert.DoesNotContain("Response7", await File.ReadAllTextAsync(folder.Combine("Client.cs"), Token), StringComparison.Ordinal);
        await Tool.RunAsync("dotnet", ["build", "--output", "built"], folder.Path);
        Judge(await Tool.RunAsync("dotnet", [folder.Combine("built", "NSwag.dll"), .. ArgumentsFor(api)], folder.Path));
    }

    [Fact]
    public async Task Kiota_makes_a_client_of_it()
    {
        await using var api = await StartAsync();
        using var folder = Copy("Kiota");
        var document = await SaveAsync(api, folder);

        var said = await Tool.RunAsync(
            "dotnet",
            [
                "kiota", "generate", "--language", "CSharp", "--openapi", document, "--output", folder.Combine("Client"), "--namespace-name", "IotAspire.Client",
                "--class-name", "IotAspireClient", "--exclude-backward-compatible",
            ],
            await DotnetTools.GetAsync());

        Assert.DoesNotContain("OpenAPI warning", said, StringComparison.Ordinal);
        await Tool.RunAsync("dotnet", ["build", "--output", "built"], folder.Path);
        Judge(await Tool.RunAsync("dotnet", [folder.Combine("built", "Kiota.dll"), .. ArgumentsFor(api)], folder.Path));
    }

    [Fact]
    public async Task Openapi_typescript_makes_a_client_of_it()
    {
        var packages = Path.Combine(await NodePackages.GetAsync(), "node_modules");
        await using var api = await StartAsync();
        using var folder = Copy("TypeScript");
        var document = await SaveAsync(api, folder);
        Directory.CreateSymbolicLink(folder.Combine("node_modules"), packages);
        await File.WriteAllTextAsync(folder.Combine("package.json"), """{"type": "module"}""", Token);

        await Tool.RunAsync("node", [Path.Combine(packages, "openapi-typescript", "bin", "cli.js"), document, "--output", "schema.ts"], folder.Path);
        await Tool.RunAsync("node", [Path.Combine(packages, "typescript", "bin", "tsc")], folder.Path);

        Judge(await Tool.RunAsync("node", [folder.Combine("built", "questions.js"), .. ArgumentsFor(api)], folder.Path));
    }

    [Fact]
    public async Task Linters_have_nothing_to_say()
    {
        var packages = Path.Combine(await NodePackages.GetAsync(), "node_modules");
        await using var api = await StartAsync();
        using var folder = new TemporaryFolder();
        var document = await SaveAsync(api, folder);

        var redocly = await Tool.RunAsync(
            "node", [Path.Combine(packages, "@redocly", "cli", "bin", "cli.js"), "lint", document, "--config", Beside("redocly.yaml"), "--format", "json"], folder.Path);
        var totals = JsonSerializer.Deserialize<JsonElement>(redocly).GetProperty("totals");
        Assert.True((totals.GetProperty("errors").GetInt32(), totals.GetProperty("warnings").GetInt32()) == (0, 0), redocly);
        await Tool.RunAsync(
            "node",
            [Path.Combine(packages, "@stoplight", "spectral-cli", "dist", "index.js"), "lint", document, "--ruleset", Beside("spectral.yaml"), "--fail-severity", "hint"],
            folder.Path);
    }

    private async Task<RunningApi> StartAsync()
    {
        var api = await RunningApi.StartAsync(servers);
        await api.Database.Sensors.StoreCatalogueAsync(SensorCatalogueFile.Load(Repository.PathOf("sensors.json")), Token);
        await api.StoreAsync([.. Stored.Select(reading => Reading(reading.Second, reading.Value, reading.Sensor))]);
        return api;
    }

    private static string[] ArgumentsFor(RunningApi api) => [api.Address.ToString().TrimEnd('/'), RunningApi.Key, From, To];

    private static string Beside(string name) => Repository.PathOf("IotAspire.Tests", "Foreign", name);

    // Outside the repository, whose build settings are not those of a stranger.
    private static TemporaryFolder Copy(string program)
    {
        var folder = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(Repository.PathOf("IotAspire.Tests", "Foreign", "GeneratedClients", program)))
            File.Copy(file, folder.Combine(Path.GetFileName(file)));
        return folder;
    }

    private static async Task<string> SaveAsync(RunningApi api, TemporaryFolder folder)
    {
        var file = folder.Combine("openapi.json");
        await File.WriteAllTextAsync(file, await api.Client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), Token), Token);
        return file;
    }

    private static void Judge(string printed)
    {
        var sensors = SensorCatalogueFile.Load(Repository.PathOf("sensors.json")).Sensors.Where(sensor => sensor.Type == "temperature");
        var values = Stored.Select(reading => reading.Value).Order().ToList();
        string[] expected =
        [
            .. Stored.Select(reading => string.Create(CultureInfo.InvariantCulture, $"{reading.Sensor} 2026-11-23T12:00:{reading.Second:00}.000000Z {reading.Value} °C")),
            string.Create(CultureInfo.InvariantCulture, $"temperature °C {values.Average():F2} {values[values.Count / 2]:F2}"),
            .. sensors.Select(sensor => Stored.Count(reading => reading.Sensor == sensor.SensorId) is var count and > 0 ? $"{sensor.SensorId} {count} sent" : $"{sensor.SensorId} 0 never"),
            "400 limit",
        ];
        Assert.Equal(expected, printed.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }
}
