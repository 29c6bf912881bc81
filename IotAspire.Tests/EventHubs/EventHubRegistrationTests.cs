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

        Assert.Equal(expected, host.Services.GetRequiredService<EventHubConsumer>().ConsumerGroup);
    }

    [Fact]
    public async Task Health_follows_the_last_operation()
    {
        await using var hub = await TestHub.StartAsync();
        using var host = Build(hub.ConnectionString(TestHub.Name));
        var health = host.Services.GetRequiredService<HealthCheckService>();
        var consumer = host.Services.GetRequiredService<EventHubConsumer>();
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(Cancellation)).Status);

        await Assert.ThrowsAsync<EventHubException>(() => consumer.GetPartitionPropertiesAsync("99", Cancellation));
        var entry = (await health.CheckHealthAsync(Cancellation)).Entries["event-hub"];
        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Contains("The specified partition is invalid", entry.Description, StringComparison.Ordinal);

        await consumer.GetEventHubPropertiesAsync(Cancellation);
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(Cancellation)).Status);
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
