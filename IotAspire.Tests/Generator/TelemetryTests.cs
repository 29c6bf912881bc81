using System.Diagnostics;
using IotAspire.Tests.EventHubs;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Generator;

[Collection(RunsAlone.Name)]
public sealed class TelemetryTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Each_batch_is_made_and_then_sent()
    {
        var telemetry = new RecordedTelemetry();
        await using var hub = await TestHub.StartAsync();
        var started = new Activity("start") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();
        await using var generator = RunningGenerator.Start(hub.ConnectionString(TestHub.Name), telemetry, ("Generator:Linger", "00:00:00.02"));
        started.Stop();

        var sends = await Eventually.Async(
            () => Task.FromResult(telemetry.Spans.Where(span => span.Name == "send telemetry" && hub.Port.Equals(span["server.port"])).Take(10).ToList()), spans => spans.Count == 10, Soon, "ten sends");

        foreach (var send in sends)
        {
            // A batch's own span ends after that of its sending, though its time was before.
            var made = (await Eventually.Async(() => Task.FromResult(telemetry.Spans.FirstOrDefault(send.IsBelow)), span => span is not null, Soon, "its making"))!;
            Assert.Equal(("IotAspire.Generator", "generate readings", ActivityKind.Internal, default), (made.Source, made.Name, made.Kind, made.ParentSpanId));
            Assert.Equal(send["messaging.batch.message_count"], made["iotaspire.batch.events"]);
            Assert.InRange((int)made["iotaspire.batch.readings"]!, 1, 1000);
            Assert.EndsWith("temperature", (string)made["iotaspire.partition_key"]!, StringComparison.Ordinal);
            Assert.InRange(made.Start + made.Duration, made.Start.AddTicks(1), send.Start.AddMilliseconds(1));
        }

        Assert.Equal(sends.Count, sends.Select(send => send.TraceId).Distinct().Count());
        Assert.DoesNotContain(telemetry.Spans, span => span.TraceId == started.TraceId);
        var sent = Assert.Single(telemetry.Points("messaging.client.sent.messages", ("messaging.destination.name", "telemetry"), ("server.port", hub.Port)));
        Assert.Equal("{message}", sent.Unit);
        Assert.InRange(sent.Sum, 10, long.MaxValue);
        var duration = Assert.Single(telemetry.Points("messaging.client.operation.duration", ("messaging.operation.name", "send"), ("server.port", hub.Port)));
        Assert.Equal(("s", "IotAspire.EventHubs", 14), (duration.Unit, duration.Meter, duration.Boundaries.Count));
    }
}
