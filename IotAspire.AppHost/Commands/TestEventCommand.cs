using System.Buffers;
using System.Globalization;
using System.Text;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using IotAspire.AppHost.CommandLine;
using IotAspire.Contracts.Catalogue;
using IotAspire.Contracts.Readings;
using Microsoft.Extensions.DependencyInjection;

namespace IotAspire.AppHost.Commands;

#pragma warning disable ASPIREINTERACTION001 // Experimental: inputs of commands.

/// <summary><em>Send a test event</em> on the event hub: one reading, now, in the form that sensors send.</summary>
internal static class TestEventCommand
{
    public const string Name = "send-test-event";
    private const string SensorId = "sensorId";
    private const string Value = "value";
    private const int MaxNamed = 5;

    /// <summary>Adds it.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> WithTestEventCommand(
        this IResourceBuilder<IResourceWithConnectionString> telemetry, AppHostOptions options)
    {
        return telemetry.WithCommand(Name, "Send a test event", context => SendAsync(context, telemetry.Resource, options), new CommandOptions
        {
            Description = "Publishes one reading of a sensor, as the sensor itself would.",
            IconName = "Send",
            Arguments =
            [
                new() { Name = SensorId, Label = "Sensor", InputType = InputType.Text, Placeholder = "the first one of the catalogue" },
                // Not a number to the dashboard, which knows whole ones only.
                new() { Name = Value, Label = "Value", Description = "In the unit of the sensor.", InputType = InputType.Text, Required = true, Value = "21.5" },
            ],
            ValidateArguments = Validate,
            UpdateState = RunningResources.WhileRunning,
        });
    }

    // Read when it is asked for, since the file may be edited while everything runs.
    private static SensorCatalogue Catalogue(AppHostOptions options) =>
        new CatalogueOptions { Path = options.Catalogue, Fleet = options.Fleet is { } fleet ? int.Parse(fleet, CultureInfo.InvariantCulture) : 0 }.Load();

    private static Task Validate(InputsDialogValidationContext context)
    {
        if (!TryRead(context.Inputs.GetString(Value), out _))
            context.AddValidationError(Value, "Must be a number, with a point before decimals.");
        return Task.CompletedTask;
    }

    private static bool TryRead(string? text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private static async Task<ExecuteCommandResult> SendAsync(ExecuteCommandContext context, IResourceWithConnectionString telemetry, AppHostOptions options)
    {
        var sensors = Catalogue(options).Sensors;
        var id = context.Arguments.GetString(SensorId) is { Length: > 0 } given ? given : sensors[0].SensorId;
        // The sensor's unit, because the Aggregator refuses any other.
        if (sensors.FirstOrDefault(sensor => sensor.SensorId == id) is not { } sensor)
            return CommandResults.Failure($"There is no sensor '{id}' in {options.Catalogue}; there are {string.Join(", ", sensors.Take(MaxNamed).Select(known => known.SensorId))}{(sensors.Count > MaxNamed ? " and others" : "")}.");
        _ = TryRead(context.Arguments.GetString(Value), out var value);
        var now = context.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        var body = Encode(new(id, now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond)), value, sensor.Unit));
        await using var producer = new EventHubProducerClient(await telemetry.GetConnectionStringAsync(context.CancellationToken));
        var reading = new EventData(body) { ContentType = ReadingEvent.ContentType, Properties = { [ReadingEvent.SchemaProperty] = ReadingEvent.Schema } };
        await producer.SendAsync([reading], new SendEventOptions { PartitionKey = id }, context.CancellationToken);
        return CommandResults.Success($"Published to the event hub {producer.EventHubName}: {Encoding.UTF8.GetString(body)}");
    }

    private static byte[] Encode(Reading reading)
    {
        var body = new ArrayBufferWriter<byte>();
        ReadingEncoder.Encode([reading], body);
        return body.WrittenSpan.ToArray();
    }
}
