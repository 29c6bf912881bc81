using System.Diagnostics;
using IotAspire.EventHubs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace IotAspire.Tests.EventHubs;

public sealed class EventHubRegistrationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, "ConnectionStrings__telemetry: It is empty.")]
    [InlineData("Endpoint=sb://localhost", "ConnectionStrings__telemetry: SharedAccessKey is missing.")]
    public async Task A_bad_connection_string_stops_the_host_at_start(string? connectionString, string expected)
    {
        using var host = Build(connectionString);

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancellation));

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.Contains(EventHubConnectionString.Form, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "aggregator")]
    [InlineData(";ConsumerGroup=other", "other")]
    public async Task The_consumer_group_of_the_connection_string_wins(string suffix, string expected)
    {
        await using var hub = await TestHub.StartAsync();
        using var host = Build(hub.ConnectionString(TestHub.Name) + suffix);

        Assert.Equal(expected, host.Services.GetRequiredService<IEventHubConsumer>().ConsumerGroup);
    }

    [Fact]
    public async Task Health_follows_the_last_operation()
    {
        await using var hub = await TestHub.StartAsync();
        using var host = Build(hub.ConnectionString(TestHub.Name));
        var health = host.Services.GetRequiredService<HealthCheckService>();
        var consumer = host.Services.GetRequiredService<IEventHubConsumer>();
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(Cancellation)).Status);

        await Assert.ThrowsAsync<EventHubException>(() => consumer.GetPartitionPropertiesAsync("99", Cancellation));
        var entry = (await health.CheckHealthAsync(Cancellation)).Entries["event-hub"];
        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Contains("could not be found", entry.Description, StringComparison.Ordinal);

        await consumer.GetEventHubPropertiesAsync(Cancellation);
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(Cancellation)).Status);
    }

    [Fact]
    public async Task A_send_is_a_span_and_its_context_travels_in_the_events()
    {
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "IotAspire.EventHubs",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (spans)
                    spans.Add(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var hub = await TestHub.StartAsync();

        var received = Assert.Single(await TestHub.RoundTripAsync(ClientUnderTest.Amqp, hub, "a"));

        Activity span;
        lock (spans)
            span = spans.Single(span => span.Id == (string?)received.Properties["traceparent"]);
        Assert.Equal(("send telemetry", ActivityKind.Producer), (span.DisplayName, span.Kind));
        Assert.Equal("eventhubs", span.GetTagItem("messaging.system"));
        Assert.Equal(1, span.GetTagItem("messaging.batch.message_count"));
        Assert.Equal("localhost", span.GetTagItem("server.address"));
    }

    private static IHost Build(string? connectionString)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["ConnectionStrings:telemetry"] = connectionString;
        builder.AddEventHubConsumer("telemetry", "aggregator");
        builder.AddEventHubProducer("telemetry");
        return builder.Build();
    }
}
