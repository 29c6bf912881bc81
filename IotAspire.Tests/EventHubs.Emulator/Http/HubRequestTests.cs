using System.Net;
using System.Text.Json.Nodes;
using Azure.Messaging.EventHubs.Consumer;

namespace IotAspire.Tests.EventHubs.Emulator.Http;

public sealed class HubRequestTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Health_is_told()
    {
        await using var hub = await HttpHub.StartAsync();

        Assert.Equal("Healthy", (string?)(await hub.GetAsync("/health"))["status"]);
    }

    [Fact]
    public async Task A_hub_shows_its_partitions()
    {
        await using var hub = await HttpHub.StartAsync();
        await hub.SendAsync("a", "b");

        var shown = Assert.Single((await hub.GetAsync("/api/hubs")).AsArray())!;

        Assert.Equal((TestHub.Name, 2), ((string?)shown["name"], (int)shown["eventCount"]!));
        Assert.Equal(["$Default", "aggregator"], shown["consumerGroups"]!.AsArray().Select(group => (string?)group));
        var partition = Assert.Single(shown["partitions"]!.AsArray(), partition => !(bool)partition!["isEmpty"]!)!;
        Assert.Equal((0, 1, 1), ((int)partition["beginSequenceNumber"]!, (int)partition["lastSequenceNumber"]!, (int)partition["segmentCount"]!));
        Assert.InRange((DateTime)partition["lastEnqueuedAt"]!, DateTime.UtcNow.AddMinutes(-1), DateTime.UtcNow.AddMinutes(1));
        Assert.True((long)partition["sizeBytes"]! > 0);
    }

    [Fact]
    public async Task A_hub_and_a_group_are_added_and_a_hub_is_deleted()
    {
        await using var hub = await HttpHub.StartAsync();

        Assert.Equal(HttpStatusCode.Created, (await hub.PostAsync("/api/hubs", """{"name":"late","partitions":2}""")).Status);
        Assert.Equal(HttpStatusCode.Created, (await hub.PostAsync("/api/hubs/late/consumerGroups", """{"name":"readers"}""")).Status);
        await using (var consumer = HubClients.Consumer(hub.Emulator.ConnectionString("late"), "readers"))
            await (await consumer.OpenReceiverAsync("1", EventPosition.Earliest, null, Cancellation)).DisposeAsync();

        Assert.Equal(HttpStatusCode.Conflict, (await hub.PostAsync("/api/hubs", """{"name":"LATE"}""")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await hub.PostAsync("/api/hubs/late/consumerGroups", """{"name":"Readers"}""")).Status);
        Assert.Equal(HttpStatusCode.NoContent, await hub.DeleteAsync("/api/hubs/late"));
        Assert.Equal(HttpStatusCode.NotFound, await hub.DeleteAsync("/api/hubs/late"));
    }

    [Fact]
    public async Task A_consumer_shows_group_partition_owner_level_credit_and_lag()
    {
        await using var hub = await HttpHub.StartAsync();
        await hub.SendAsync("a", "b", "c");
        await using var consumer = HubClients.Consumer(hub.Emulator.ConnectionString(TestHub.Name));
        var partition = await TestHub.PartitionWithEventsAsync(consumer);
        await using var receiver = await consumer.OpenReceiverAsync(partition, EventPosition.FromSequenceNumber(1, isInclusive: true), 7, Cancellation);
        await TestHub.ReceiveAsync(receiver, 2);

        var shown = Assert.Single((await hub.GetAsync("/api/consumers")).AsArray())!;

        Assert.Equal((TestHub.Name, "aggregator", partition), ((string?)shown["hub"], (string?)shown["consumerGroup"], (string?)shown["partitionId"]));
        Assert.Equal((7, 3, 0), ((int)shown["ownerLevel"]!, (int)shown["nextSequenceNumber"]!, (int)shown["lag"]!));
        Assert.InRange((int)shown["credit"]!, 1, 1000);
        Assert.False(string.IsNullOrEmpty((string?)shown["link"]));
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_with_what_is_allowed()
    {
        await using var hub = await HttpHub.StartAsync();

        var (status, wrong) = await hub.PostAsync("/api/hubs", """{"name":"a b","partitions":0,"consumerGroups":["c d"]}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(3, wrong["errors"]!.AsArray().Count);
        Assert.Contains("1 to 1024", wrong.ToJsonString(), StringComparison.Ordinal);

        var (_, unknown) = await hub.PostAsync("/api/hubs", """{"name":"a","x":1,"y":2}""");
        Assert.Equal(["x", "y"], unknown["errors"]!.AsArray().Select(error => (string?)error!["name"]));
        Assert.Equal(["name", "partitions", "consumerGroups"], Allowed(unknown));

        var (_, mistyped) = await hub.PostAsync("/api/hubs", """{"name":"a","partitions":"many"}""");
        Assert.Equal("partitions", (string?)mistyped["errors"]![0]!["name"]);

        var (missing, elsewhere) = await hub.PostAsync("/api/hubs/nowhere/events", """{"body":"x"}""");
        Assert.Equal(HttpStatusCode.NotFound, missing);
        Assert.Equal([TestHub.Name], Allowed(elsewhere));
    }

    [Theory]
    [InlineData("PUT", "/api/hubs", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/health", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/api/nothing", HttpStatusCode.NotFound)]
    public async Task What_is_not_there_is_a_problem_that_says_what_is(string method, string path, HttpStatusCode expected)
    {
        await using var hub = await HttpHub.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent("{}", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")) };

        using var response = await hub.Client.SendAsync(request, Cancellation);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    private static IEnumerable<string?> Allowed(JsonNode problem) => problem["errors"]![0]!["allowed"]!.AsArray().Select(value => (string?)value);
}
