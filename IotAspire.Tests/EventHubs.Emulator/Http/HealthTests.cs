using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Amqp;
using Amqp.Framing;
using IotAspire.EventHubs.Emulator;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.EventHubs.Emulator.Http;

/// <summary>What is said of a partition that can't be written.</summary>
public sealed class HealthTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Senders_and_health_tell_why_a_partition_cannot_be_written_until_it_can_again()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows doesn't let a folder go whose files are open.");
        using var folder = new TemporaryFolder();
        // The next segment begins after 64 KiB.
        await using var hub = await EventHubsEmulator.StartAsync(new() { DataDirectory = folder.Path, Hubs = [new(TestHub.Name, 1)], RetentionBytes = 1 }, Cancellation);
        await using var peer = await RawPeer.ConnectAsync(hub.Port);
        await peer.PutTokenAsync(TestHub.Name);
        var link = (SenderLink)await peer.OpenAsync(TestHub.Name, isReceiver: false);
        await SendAsync(link);
        Assert.Equal("Healthy", (string?)(await HealthAsync(hub))["status"]);

        var partition = folder.Combine(TestHub.Name, "0");
        Directory.Move(partition, partition + "-away");
        var refusal = await Assert.ThrowsAsync<AmqpException>(() => SendAsync(link));

        Assert.StartsWith("The partition could not be written: Could not find a part of the path", refusal.Error.Description, StringComparison.Ordinal);
        var health = await HealthAsync(hub);
        Assert.Equal("Degraded", (string?)health["status"]);
        Assert.StartsWith($"Partition {TestHub.Name}/0 could not be written: Could not find", (string?)Assert.Single(health["reasons"]!.AsArray()), StringComparison.Ordinal);

        Directory.Move(partition + "-away", partition);
        await SendAsync(link);
        Assert.Equal("Healthy", (string?)(await HealthAsync(hub))["status"]);
    }

    private static Task SendAsync(SenderLink link) => link.SendAsync(new Message { BodySection = new Data { Binary = new byte[70_000] } }, TestHub.Deadline);

    private static async Task<JsonNode> HealthAsync(EventHubsEmulator hub)
    {
        using var client = new HttpClient();
        return (await client.GetFromJsonAsync<JsonNode>($"http://localhost:{hub.HttpPort}/health", Cancellation))!;
    }
}
