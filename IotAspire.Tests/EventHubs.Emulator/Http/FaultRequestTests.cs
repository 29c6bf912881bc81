using System.Net;
using Azure.Messaging.EventHubs.Consumer;

namespace IotAspire.Tests.EventHubs.Emulator.Http;

public sealed class FaultRequestTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"kind":"throttle","operation":"send","times":1}""")]
    [InlineData("""{"kind":"delay","operation":"send","by":"1ms","times":1}""")]
    [InlineData("""{"kind":"disconnect","operation":"send","hub":"telemetry","times":1}""")]
    [InlineData("""{"kind":"refuse","operation":"send","condition":"com.microsoft:timeout","times":1,"for":"5m"}""")]
    public async Task One_request_puts_a_fault_to_work(string json)
    {
        await using var hub = await HttpHub.StartAsync();

        var (status, fault) = await hub.PostAsync("/api/faults", json);
        Assert.Equal((HttpStatusCode.Created, 0), (status, (int)fault["met"]!));
        var injected = Assert.Single(hub.Emulator.ActiveFaults);
        await hub.SendAsync("through");

        Assert.Equal(1, injected.Met);
        Assert.Empty((await hub.GetAsync("/api/faults")).AsArray());
    }

    [Fact]
    public async Task A_fault_ends_with_one_request()
    {
        await using var hub = await HttpHub.StartAsync();
        var (_, fault) = await hub.PostAsync("/api/faults", """{"kind":"throttle"}""");
        await hub.PostAsync("/api/faults", """{"kind":"refuse","condition":"amqp:not-allowed","for":"1h"}""");
        Assert.Equal(["throttle", "refuse"], (await hub.GetAsync("/api/faults")).AsArray().Select(shown => (string?)shown!["kind"]));

        Assert.Equal(HttpStatusCode.NoContent, await hub.DeleteAsync($"/api/faults/{fault["id"]}"));
        Assert.Equal(HttpStatusCode.NotFound, await hub.DeleteAsync($"/api/faults/{fault["id"]}"));
        Assert.Single(hub.Emulator.ActiveFaults);
        Assert.Equal(HttpStatusCode.NoContent, await hub.DeleteAsync("/api/faults"));

        Assert.Empty(hub.Emulator.ActiveFaults);
        await hub.SendAsync("through");
    }

    [Fact]
    public async Task Connections_are_cut_a_range_comes_again_and_a_stream_is_forgotten_by_one_request_each()
    {
        await using var hub = await HttpHub.StartAsync();
        await hub.SendAsync("a", "b", "c");
        await using var consumer = HubClients.Consumer(hub.Emulator.ConnectionString(TestHub.Name));
        var partition = await TestHub.PartitionWithEventsAsync(consumer);
        await using var receiver = await consumer.OpenReceiverAsync(partition, EventPosition.Earliest, null, Cancellation);
        await TestHub.ReceiveAsync(receiver, 3);

        var (_, again) = await hub.PostAsync("/api/faults", $$"""{"kind":"redeliver","hub":"telemetry","partitionId":"{{partition}}","first":0,"last":1}""");
        Assert.Equal(1, (int)again["count"]!);
        Assert.Equal(["a", "b"], (await TestHub.ReceiveAsync(receiver, 2)).Select(TestHub.Text));

        var (_, cut) = await hub.PostAsync("/api/faults", """{"kind":"disconnect"}""");
        // One for questions and one for receivers, which is mended unseen or ends its reader.
        Assert.Equal(2, (int)cut["count"]!);

        var createdAt = (await consumer.GetEventHubPropertiesAsync(Cancellation)).CreatedOn;
        await hub.PostAsync("/api/faults", """{"kind":"forgetStream","hub":"telemetry"}""");
        Assert.True((await consumer.GetEventHubPropertiesAsync(Cancellation)).CreatedOn > createdAt);
        Assert.True((await consumer.GetPartitionPropertiesAsync(partition, Cancellation)).IsEmpty);
    }

    [Theory]
    [InlineData("""{}""", "kind")]
    [InlineData("""{"kind":"nothing","operation":"all","for":"5","times":0}""", "kind,operation,for,times")]
    [InlineData("""{"kind":"delay","by":"11m","hub":"nowhere"}""", "hub,by")]
    [InlineData("""{"kind":"refuse","partitionId":"0"}""", "condition,hub")]
    [InlineData("""{"kind":"redeliver","hub":"telemetry","partitionId":"9"}""", "partitionId,first")]
    [InlineData("""{"kind":"forgetStream"}""", "hub")]
    [InlineData("""{"kind":"throttle","operation":"connect"}""", "operation")]
    public async Task A_fault_that_makes_no_sense_is_a_problem_that_names_everything(string json, string names)
    {
        await using var hub = await HttpHub.StartAsync();

        var (status, problem) = await hub.PostAsync("/api/faults", json);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(names, string.Join(',', problem["errors"]!.AsArray().Select(error => (string?)error!["name"])));
    }
}
