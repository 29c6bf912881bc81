using System.Diagnostics.Metrics;
using IotAspire.Generator;
using IotAspire.Generator.Faults;
using IotAspire.Generator.Generation;
using IotAspire.Generator.Publishing;
using IotAspire.Tests.EventHubs;
using IotAspire.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static IotAspire.Tests.Generator.Signals.Sensors;

namespace IotAspire.Tests.Generator.Generation;

public sealed class LaneTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(Midnight);
    private readonly Ledger _ledger = new(null);
    private readonly LogLines _log = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private LaneOutput? _output;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _ledger.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Fact]
    public void Who_never_was_in_time_is_behind_all_the_same()
    {
        var lane = Create(history: TimeSpan.Zero);
        _clock.Advance(TimeSpan.FromSeconds(42));

        Assert.Equal(TimeSpan.FromSeconds(42), lane.Behind);
    }

    [Fact]
    public void History_is_not_behind()
    {
        var lane = Create(history: TimeSpan.FromDays(1));
        _clock.Advance(TimeSpan.FromSeconds(42));

        Assert.Equal(TimeSpan.Zero, lane.Behind);
    }

    [Fact]
    public async Task Beyond_the_buffers_time_a_tenth_of_it_is_lost_at_once()
    {
        var lane = Create(history: TimeSpan.Zero);
        _clock.Advance(TimeSpan.FromMinutes(16));
        using var stop = new CancellationTokenSource();
        var (running, publishing) = (lane.RunAsync(stop.Token, Token), _output!.PublishAsync(Token));
        await Eventually.TrueAsync(() => lane.Behind <= TimeSpan.Zero, TimeSpan.FromSeconds(20), "in time");
        await stop.CancelAsync();
        await running;
        _output.Complete();
        await publishing;

        // 13.5 minutes are kept.
        Assert.Contains("; 151 readings from 2026-11-25T00:00:00.0000000Z to 2026-11-25T00:02:30.0000001Z are lost", Assert.Single(_log.Of(1104)), StringComparison.Ordinal);
        Assert.Equal((16 * 60) + 1 - 151, _output.Published);
    }

    private Lane Create(TimeSpan history)
    {
        var pace = new Pace(_clock, history, speed: null);
        _output = new(HubClients.Producer(new PretendedProducer((_, _) => { }), new("localhost", 5672)), new GeneratorTelemetry(_services.GetRequiredService<IMeterFactory>()), _clock, _log);
        var model = new BuildingModel([Sensor()], new FaultPlan(new()), seed: 1);
        return new([new(Sensor(), 0, "any", pace.From)], _output, new(model, pace, _ledger, _clock, 1, 100, TimeSpan.Zero, TimeSpan.FromMinutes(15)));
    }
}
