using System.Globalization;
using System.Text.Json;
using IotAspire.BrowserTests.Support;
using IotAspire.Tests.Support;
using Microsoft.Playwright;
using MySqlConnector;
using static Microsoft.Playwright.Assertions;

namespace IotAspire.BrowserTests.Dashboard;

/// <summary>The commands on the dashboard, clicked, and what comes of them at the API.</summary>
[Collection(nameof(RunningProduct))]
public sealed class CommandTests(TestBrowser browser, MySqlServers servers) : BrowserTest(browser)
{
    private const string Sensor = "kitchen-temperature";

    private static readonly string[] Columns = ["bucketStart", "count", "sum", "min", "max"];

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Each_command_asks_does_what_it_says_and_tells_of_it()
    {
        var product = Own(await RunningProduct.StartAsync(servers));
        var dashboard = new DashboardPage(await OpenAsync(product.Dashboard, DashboardPage.Screen));
        await dashboard.Page.GotoAsync(product.Login.ToString());
        var started = DateTime.UtcNow;

        await SendTestEventAsync(dashboard);
        await EventuallyAsync(product, Readings(started, DateTime.UtcNow.AddMinutes(1)), readings => readings.Any(reading => reading.GetProperty("value").GetDouble() is 17.125), "test event");

        var history = Readings(started.AddMinutes(-25), started.AddMinutes(-15));
        Assert.Empty(await ReadingsAsync(product, history));
        await BackfillAsync(dashboard);
        await EventuallyAsync(product, history, readings => readings.Count == 600, "history, a reading a second");

        var rollups = $"/api/v1/aggregates?sensorId={Sensor}&from={Text(started.AddMinutes(-25))}&to={Text(started.AddMinutes(-15))}&bucket=1m&functions=count,sum,min,max";
        var before = await RollupsAsync(product, rollups);
        await LoseRollupsAsync(product);
        Assert.NotEqual(before, await RollupsAsync(product, rollups));
        await RebuildAsync(dashboard, started);
        Assert.Equal(before, await RollupsAsync(product, rollups));

        Assert.Equal(600, (await ReadingsAsync(product, history)).Count);
        var reset = DateTime.UtcNow;
        await dashboard.OpenCommandAsync("iotdb", "Reset data");
        await Expect(dashboard.Dialog).ToContainTextAsync("can't be undone");
        await dashboard.AnswerAsync("Yes");
        Assert.Contains("Database and event hub are empty. Started again: eventhubs, aggregator, api, generator.", await dashboard.ResultAsync("Reset data"), StringComparison.Ordinal);
        await EventuallyAsync(product, Readings(reset, reset.AddMinutes(10)), readings => readings.Count > 0, "readings after the reset");
        Assert.Empty(await ReadingsAsync(product, Readings(started.AddHours(-1), reset)));
    }

    private static async Task SendTestEventAsync(DashboardPage dashboard)
    {
        await dashboard.OpenCommandAsync("telemetry", "Send a test event");
        var (sensor, value) = (dashboard.Dialog.GetByRole(AriaRole.Textbox).First, dashboard.Dialog.GetByRole(AriaRole.Textbox).Last);
        await Expect(value).ToHaveValueAsync("21.5");
        await sensor.FillAsync(Sensor);
        await value.FillAsync("17,125");
        await dashboard.Dialog.Locator("fluent-button").GetByText("Send a test event").ClickAsync();
        await Expect(dashboard.Dialog).ToContainTextAsync("Must be a number, with a point before decimals.");
        await value.FillAsync("17.125");
        await dashboard.AnswerAsync("Send a test event");
        Assert.Contains($$"""{"sensorId":"{{Sensor}}",""", await dashboard.ResultAsync("Send a test event"), StringComparison.Ordinal);
    }

    private static async Task BackfillAsync(DashboardPage dashboard)
    {
        await dashboard.OpenCommandAsync("generator", "Backfill");
        await Expect(dashboard.Dialog.GetByRole(AriaRole.Textbox)).ToHaveValueAsync("2d");
        await dashboard.Dialog.GetByRole(AriaRole.Textbox).FillAsync("30m");
        await dashboard.AnswerAsync("Backfill");
        Assert.Contains("the readings of the last 30m", await dashboard.ResultAsync("Backfill"), StringComparison.Ordinal);
    }

    private static async Task RebuildAsync(DashboardPage dashboard, DateTime started)
    {
        await dashboard.OpenCommandAsync("aggregator", "Rebuild rollups");
        // The history may lie on both sides of midnight.
        await dashboard.Dialog.GetByRole(AriaRole.Textbox).First.FillAsync(Day(started.AddMinutes(-30)));
        await dashboard.Dialog.GetByRole(AriaRole.Textbox).Last.FillAsync(Day(started.AddDays(1)));
        await dashboard.AnswerAsync("Rebuild rollups");
        Assert.Matches("Rebuilt the rollups of [0-9]+ days of sensors", await dashboard.ResultAsync("Rebuild rollups"));
    }

    // As damage would, with the account of the Aggregator.
    private static async Task LoseRollupsAsync(RunningProduct product)
    {
        var environment = await File.ReadAllTextAsync($"/proc/{product.AppHost.ProcessOf("IotAspire.Aggregator.dll")}/environ", TestContext.Current.CancellationToken);
        var connectionString = environment.Split('\0').Select(variable => variable.Split('=', 2)).Single(variable => variable[0] == "ConnectionStrings__iotdb")[1];
        await using var connection = new MySqlConnection(connectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new MySqlCommand("delete from rollups_1m", connection);
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }

    private static Task<List<JsonElement>> EventuallyAsync(RunningProduct product, string path, Func<List<JsonElement>, bool> condition, string what) =>
        Eventually.Async(() => ReadingsAsync(product, path), condition, Deadline, what);

    private static async Task<List<JsonElement>> ReadingsAsync(RunningProduct product, string path) =>
        [.. (await product.AppHost.GetAsync(path)).GetProperty("readings").EnumerateArray()];

    // Without "complete", which time alone changes.
    private static async Task<List<string>> RollupsAsync(RunningProduct product, string path) =>
        [.. (await product.AppHost.GetAsync(path)).GetProperty("aggregates").EnumerateArray()
            .Select(rollup => string.Join(' ', Columns.Select(column => rollup.TryGetProperty(column, out var value) ? value.GetRawText() : "none")))];

    private static string Readings(DateTime from, DateTime to) => $"/api/v1/readings?sensorId={Sensor}&from={Text(from)}&to={Text(to)}&limit=1000";

    private static string Text(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Day(DateTime time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
