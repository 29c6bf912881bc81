using System.Net;
using System.Text.Json.Nodes;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Azure.Messaging.EventHubs.Consumer;
using IotAspire.EventHubs.Emulator.Http;

namespace IotAspire.Tests.EventHubs.Emulator.Http;

public sealed class EventRequestTests
{
    private const string Events = "/api/hubs/telemetry/partitions/0/events";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_test_event_reaches_consumers_as_a_clients_own_would()
    {
        await using var hub = await HttpHub.StartAsync();

        var (status, sent) = await hub.PostAsync(
            "/api/hubs/telemetry/events", """{"body":{"city":"Łódź"},"partitionKey":"kitchen","properties":{"schema":"one","number":2.5,"count":3,"on":true}}""");

        Assert.Equal(HttpStatusCode.Created, status);
        await hub.SendAsync("second");
        await using var consumer = HubClients.Consumer(hub.Emulator.ConnectionString(TestHub.Name));
        await using var receiver = await consumer.OpenReceiverAsync((string)sent["partitionId"]!, EventPosition.Earliest, null, Cancellation);
        var received = await TestHub.ReceiveAsync(receiver, 2);
        Assert.Equal(["""{"city":"Łódź"}""", "second"], received.Select(TestHub.Text));
        Assert.Equal((0, "kitchen", "one"), ((long)sent["sequenceNumber"]!, received[0].PartitionKey, received[0].Properties["schema"]));
    }

    [Fact]
    public async Task Integers_that_no_double_holds_are_shown_as_text_and_sent_as_they_are()
    {
        await using var hub = await HttpHub.StartAsync();
        await hub.PostAsync(
            "/api/hubs/telemetry/events",
            """{"body":{"value":9007199254740993},"partitionId":"0","properties":{"held":-9007199254740991,"beyond":9007199254740993,"below":-9223372036854775808,"unsigned":18446744073709551615}}""");

        var shown = (await hub.GetAsync(Events))["events"]![0]!;

        Assert.Equal("""{"value":9007199254740993}""", (string)shown["body"]!);
        Assert.Equal(
            """{"held":-9007199254740991,"beyond":"9007199254740993","below":"-9223372036854775808","unsigned":"18446744073709551615"}""", shown["properties"]!.ToJsonString());
    }

    [Fact]
    public async Task The_last_events_are_shown_and_those_before_them()
    {
        await using var hub = await HttpHub.StartAsync();
        for (var i = 0; i < 5; i++)
            await hub.PostAsync("/api/hubs/telemetry/events", $$"""{"body":"event {{i}}","partitionId":"0"}""");

        var last = await hub.GetAsync(Events + "?count=2");
        var before = await hub.GetAsync($"{Events}?count=10&before={last["before"]}");

        Assert.Equal(["event 3", "event 4"], Bodies(last));
        Assert.Equal(["event 0", "event 1", "event 2"], Bodies(before));
        Assert.Null(before["before"]);
        Assert.Equal(0, (int)before["events"]![0]!["sequenceNumber"]!);
    }

    [Fact]
    public async Task Events_that_are_large_together_come_in_several_answers()
    {
        const int Count = 12;
        await using var hub = await HttpHub.StartAsync();
        for (var i = 0; i < Count; i++)
        {
            await SendAsync(hub, new Message
            {
                ApplicationProperties = new ApplicationProperties { ["large"] = new string('x', 900 * 1024) },
                BodySection = new Data { Binary = System.Text.Encoding.UTF8.GetBytes($"event {i}") },
            });
        }

        var shown = new List<string?>();
        for (var before = $"{Count}"; before is not null;)
        {
            var answer = await hub.GetAsync($"{Events}?count=1000&before={before}");
            Assert.InRange(answer.ToJsonString().Length, 1, 5 * 1024 * 1024);
            shown.InsertRange(0, Bodies(answer));
            before = answer["before"]?.ToString();
        }

        Assert.Equal(Enumerable.Range(0, Count).Select(string? (i) => $"event {i}"), shown);
    }

    [Fact]
    public async Task An_event_shows_body_properties_and_annotations_of_every_kind()
    {
        await using var hub = await HttpHub.StartAsync();
        await SendAsync(hub, new Message
        {
            MessageAnnotations = new MessageAnnotations { [(Symbol)"x-opt-partition-key"] = "key" },
            Properties = new Properties { MessageId = "id", ContentType = "text/plain", CreationTime = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc) },
            ApplicationProperties = new ApplicationProperties { ["number"] = 7L, ["nan"] = double.NaN, ["bytes"] = new byte[] { 1, 2 } },
            BodySection = new Data { Binary = [0xff, 0xfe] },
        });
        await SendAsync(hub, new Message { BodySection = new AmqpValue { Value = new Map { ["a"] = new List { 1, "two", true } } } });

        var shown = (await hub.GetAsync(Events))["events"]!;

        Assert.Equal(("key", "//4=", null), ((string?)shown[0]!["partitionKey"], (string?)shown[0]!["bodyBase64"], (string?)shown[0]!["body"]));
        Assert.Equal("""{"messageId":"id","contentType":"text/plain","creationTime":"2026-01-02T03:04:05.000Z"}""", shown[0]!["systemProperties"]!.ToJsonString());
        Assert.Equal("""{"number":7,"nan":"NaN","bytes":"AQI="}""", shown[0]!["properties"]!.ToJsonString());
        Assert.Equal("0", (string?)shown[0]!["annotations"]!["x-opt-offset"]);
        Assert.Equal("""{"a":[1,"two",true]}""", shown[1]!["value"]!.ToJsonString());
    }

    [Fact]
    public async Task A_long_body_is_cut_between_characters()
    {
        await using var hub = await HttpHub.StartAsync();
        await SendAsync(hub, new Message { BodySection = new Data { Binary = System.Text.Encoding.UTF8.GetBytes("xy" + new string('€', 10_000)) } });

        var shown = (await hub.GetAsync(Events))["events"]![0]!;

        Assert.Equal((30_002, true), ((int)shown["bodyLength"]!, (bool)shown["isBodyCut"]!));
        Assert.Equal("xy" + new string('€', 5460), (string?)shown["body"]);
    }

    [Fact]
    public async Task Events_of_a_million_values_are_shown_in_part_and_say_so()
    {
        const int Count = 4;
        await using var hub = await HttpHub.StartAsync();
        var many = new List();
        many.AddRange(Enumerable.Repeat(new List(), 1_040_000).ToArray());
        for (var i = 0; i < Count; i++)
            await SendAsync(hub, new Message { ApplicationProperties = new ApplicationProperties { ["number"] = i }, BodySection = new AmqpValue { Value = many } });

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => hub.Client.GetByteArrayAsync($"{Events}?count=1000", Cancellation)));

        Assert.All(answers, answer => Assert.InRange(answer.Length, 1, Count * 70 * 1024), throwIfEmpty: true);
        var events = JsonNode.Parse(answers[0])!["events"]!.AsArray();
        Assert.Equal([0, 1, 2, 3], events.Select(shown => (int)shown!["properties"]!["number"]!));
        Assert.All(events, shown => Assert.True((bool)shown!["areValuesCut"]!), throwIfEmpty: true);
        Assert.All(events, shown => Assert.InRange(shown!["value"]!.AsArray().Count, 20_000, 22_000), throwIfEmpty: true);
    }

    [Fact]
    public async Task A_third_answer_is_not_made_while_two_are()
    {
        await using var hub = await HttpHub.StartAsync();
        await EventsRequest.Turns.WaitAsync(Cancellation);
        await EventsRequest.Turns.WaitAsync(Cancellation);
        Task<JsonNode> third;
        try
        {
            third = hub.GetAsync(Events);
            await Assert.ThrowsAsync<TimeoutException>(() => third.WaitAsync(TimeSpan.FromMilliseconds(500), Cancellation));
        }
        finally
        {
            EventsRequest.Turns.Release(2);
        }

        Assert.Empty((await third)["events"]!.AsArray());
    }

    [Theory]
    [InlineData("""{}""", "body")]
    [InlineData("""{"body":"a","bodyBase64":"YQ=="}""", "body")]
    [InlineData("""{"bodyBase64":"%"}""", "body")]
    [InlineData("""{"body":"\ud800"}""", "body")]
    [InlineData("""{"body":"a","partitionId":"9"}""", "partitionId")]
    [InlineData("""{"body":"a","partitionId":"0","partitionKey":"k"}""", "partitionId")]
    public async Task An_event_that_cannot_be_sent_is_a_problem(string json, string name)
    {
        await using var hub = await HttpHub.StartAsync();

        var (status, problem) = await hub.PostAsync("/api/hubs/telemetry/events", json);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(name, (string?)problem["errors"]![0]!["name"]);
    }

    [Theory]
    [InlineData("?count=0")]
    [InlineData("?count=1001")]
    [InlineData("?before=-1")]
    [InlineData("?limit=5")]
    public async Task Parameters_that_are_not_allowed_are_a_problem(string query)
    {
        await using var hub = await HttpHub.StartAsync();

        using var response = await hub.Client.GetAsync(Events + query, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_request_that_is_too_large_is_refused()
    {
        await using var hub = await HttpHub.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await hub.PostAsync("/api/hubs/telemetry/events", $$"""{"body":"{{new string('x', 1_100_000)}}"}""")).Status);
        // So that the answer comes before the body is sent into a connection that the server closes.
        hub.Client.DefaultRequestHeaders.ExpectContinue = true;
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await hub.PostAsync("/api/hubs/telemetry/events", $$"""{"body":"{{new string('x', 5_000_000)}}"}""")).Status);
    }

    [Fact]
    public async Task An_event_is_measured_with_its_properties_and_one_too_large_leaves_the_partition_as_it_was()
    {
        await using var hub = await HttpHub.StartAsync();

        var (status, problem) = await hub.PostAsync(
            "/api/hubs/telemetry/events", $$"""{"body":"small","partitionId":"0","properties":{"large":"{{new string('x', 3_000_000)}}"} }""");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("up to 1048576 bytes", problem.ToJsonString(), StringComparison.Ordinal);
        await hub.PostAsync("/api/hubs/telemetry/events", """{"body":"after","partitionId":"0"}""");
        Assert.Equal(["after"], Bodies(await hub.GetAsync(Events)));
    }

    private static IEnumerable<string?> Bodies(JsonNode answer) => answer["events"]!.AsArray().Select(shown => (string?)shown!["body"]);

    private static async Task SendAsync(HttpHub hub, Message message)
    {
        var factory = new ConnectionFactory();
        var connection = await factory.CreateAsync(new Address("localhost", hub.Emulator.Port, "RootManageSharedAccessKey", "SAS_KEY_VALUE", "/", "amqp"));
        await new SenderLink(new Session(connection), "sender", "telemetry/Partitions/0").SendAsync(message, TestHub.Deadline);
        connection.Close(TimeSpan.Zero);
    }
}
