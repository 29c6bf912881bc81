using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using IotAspire.ChildProcesses;
using IotAspire.Tests.Aggregator;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.EndToEnd;

/// <summary>Texts of senders and callers stay inside the lines of the log that tell of them, and drive no terminal.</summary>
public sealed partial class ForgedLinesTests(MySqlServers servers)
{
    private const string Forged = "\e[31m\r\nfail: Forged[1] line\u2028fail: Forged[2] line\u0085";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_a_sender_writes_the_aggregator_logs_whole_lines_of_its_own()
    {
        await using var pipeline = await TestPipeline.StartAsync(servers);
        await using var aggregator = pipeline.StartAggregatorProcess([new("Logging:LogLevel:Default", "Debug")]);
        await pipeline.CheckpointsAsync(_ => true, "partitions opened");
        await using var producer = new EventHubProducerClient(pipeline.HubConnectionString);
        await producer.SendAsync(Events(), Token);
        await pipeline.WaitUntilStoredAsync();
        Assert.NotEmpty(await pipeline.DeadLettersAsync());

        // Dead letters are summed up later; some of the texts stand in the first line about them.
        await Eventually.TrueAsync(() => aggregator.Output.Contains("Forged[", StringComparison.Ordinal), Soon, "a line about what was sent");
        RequireOwnLines(aggregator.Output);
    }

    [Fact]
    public async Task Whatever_a_caller_writes_the_api_logs_whole_lines_of_its_own()
    {
        await using var pipeline = await TestPipeline.StartAsync(servers);
        var output = new ConcurrentQueue<string>();
        using var children = new ChildProcessHost();
        await using var api = children.Start(new("dotnet", [BuiltAssembly.PathOf("IotAspire.Api"), "--urls", "http://127.0.0.1:0"])
        {
            OnOutput = line => output.Enqueue(line.Text),
            Environment = new Dictionary<string, string?>
            {
                ["ConnectionStrings__iotdb"] = pipeline.Database.ConnectionString,
                ["Logging__LogLevel__Default"] = "Debug",
                ["Logging__LogLevel__Microsoft.AspNetCore"] = "Debug",
            },
        });
        var address = await Eventually.Async(
            () => Task.FromResult(output.Select(line => Listening().Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value),
            found => found is not null,
            Soon,
            "listening");
        using var client = new HttpClient { BaseAddress = new(address!) };
        var forged = Uri.EscapeDataString(Forged);
        foreach (var path in new[] { $"/{forged}", $"/api/v1/sensors/{forged}", $"/api/v1/readings?sensorId={forged}", $"/api/v1/readings?{forged}=1", $"/api/v1/sensors?apiKey={forged}" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("User-Agent", "\e[31mForged");
            using var response = await client.SendAsync(request, Token);
        }

        await Eventually.TrueAsync(() => output.Any(line => line.Contains("Forged[", StringComparison.Ordinal)), Soon, "a line about what was asked");
        RequireOwnLines(string.Join('\n', output));
    }

    private static IEnumerable<EventData> Events()
    {
        var forged = JsonSerializer.Serialize(Forged);
        yield return Event($$"""{"sensorId":{{forged}},"measuredAt":"2026-11-23T12:00:00Z","value":1,"unit":"°C"}""");
        yield return Event($$"""{"sensorId":"kitchen-temperature","measuredAt":{{forged}},"value":1,"unit":"°C"}""");
        yield return Event($$"""{"sensorId":"kitchen-temperature","measuredAt":"2026-11-23T12:00:00Z","value":1,"unit":{{forged}}}""");
        yield return Event($$"""{"sensorId":"kitchen-temperature",{{forged}}:1,"value":{{forged}}}""");
        yield return Event(Forged);
        var another = Event("{}");
        another.ContentType = $"text/{Forged}";
        another.Properties["schema"] = Forged;
        another.MessageId = Forged;
        yield return another;
    }

    private static EventData Event(string body) => new(body) { ContentType = "application/json" };

    private static void RequireOwnLines(string output)
    {
        Assert.DoesNotContain("\e[31m", output, StringComparison.Ordinal);
        foreach (var line in output.Split('\n', '\r', '\u2028', '\u0085'))
            Assert.False(line.TrimStart().StartsWith("fail: Forged", StringComparison.Ordinal), line);
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();
}
