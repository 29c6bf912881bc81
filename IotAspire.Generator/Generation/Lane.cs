using IotAspire.Contracts.Catalogue;
using IotAspire.Generator.Faults;
using IotAspire.Generator.Publishing;

namespace IotAspire.Generator.Generation;

/// <summary>Simulates the sensors of some partition keys, in order of time, as far as the pace allows and the hub takes.</summary>
internal sealed class Lane
{
    // Small enough to stop soon and to keep the sensors at nearly the same time, large enough that the cost of a turn is negligible.
    private const int ReadingsPerTurn = 20_000;
    private const int MaxReadingsOfOneSensor = 200;

    // Timers aren't finer, so nearer instants are made together.
    private static readonly TimeSpan MinPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan MaxPause = TimeSpan.FromMilliseconds(500);

    // What is older than this comes from history.
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    // What is lost beyond the buffer's time is lost in one piece: each loss ends every sensor's run in the ledger and begins another.
    private const double KeptOfBuffer = 0.9;

    private readonly LaneOutput _output;
    private readonly LaneSettings _settings;
    private readonly Dictionary<string, EventPacker> _packers = new(StringComparer.Ordinal);
    private readonly long _turn;
    private readonly Device[] _devices;
    private List<Cohort> _cohorts;
    private long _position;
    private volatile bool _isLive;

    public Lane(IReadOnlyList<LaneSensor> sensors, LaneOutput output, LaneSettings settings)
    {
        (_output, _settings) = (output, settings);
        _position = sensors.Min(sensor => sensor.From).Ticks;
        // After a history, which may take longer than the buffer's time, only once it has caught up.
        _isLive = settings.Pace.From >= settings.Pace.Started;
        var minInterval = sensors.Min(sensor => sensor.Sensor.Interval).Ticks;
        _turn = Math.Max(TimeSpan.TicksPerMillisecond, (long)(minInterval * Math.Min(MaxReadingsOfOneSensor, (double)ReadingsPerTurn / sensors.Count)));
        _devices = [.. sensors.Select(Build)];
        _cohorts = Group();
    }

    /// <summary>Everything before is made.</summary>
    public DateTime Position => new(Volatile.Read(ref _position), DateTimeKind.Utc);

    /// <summary>How far it lies behind the present; zero while it makes history.</summary>
    public TimeSpan Behind => _isLive ? TimeSpan.FromTicks(Math.Max(0, _settings.Pace.DueTicks - Volatile.Read(ref _position))) : TimeSpan.Zero;

    /// <summary>Runs until stopped, and then sends what is held back.</summary>
    /// <param name="stop">Ends the simulation.</param>
    /// <param name="flush">Gives up sending; after <paramref name="stop"/>.</param>
    /// <returns>Where it has ended; each sensor goes on there.</returns>
    public async Task<DateTime> RunAsync(CancellationToken stop, CancellationToken flush)
    {
        while (!stop.IsCancellationRequested)
        {
            // The reading of this very instant is due, too.
            var due = _settings.Pace.DueTicks + 1;
            if (_isLive && due - _position > _settings.BufferTime.Ticks)
                await DropAsync(due - (long)(_settings.BufferTime.Ticks * KeptOfBuffer), flush);
            var until = Math.Min(due, _position + _turn);
            if (until > _position)
                await EmitAsync(until, flush);
            await FlushAgedAsync(flush);
            _isLive |= until == due && due >= _settings.Pace.Started.Ticks;
            if (until == due)
                await PauseAsync(stop);
        }

        await FinishAsync(flush);
        if (_isLive && flush.IsCancellationRequested)
            _output.GiveUp(_devices.Sum(device => device.Count(_position, _settings.Pace.DueTicks + 1)));
        return Position;
    }

    private Device Build(LaneSensor sensor) => new(sensor, _settings.Model, PackerOf(sensor.PartitionKey));

    private List<Cohort> Group() => [.. _devices.GroupBy(device => device.Interval).Select(group => new Cohort(group.Key, [.. group]))];

    private EventPacker PackerOf(string partitionKey)
    {
        if (!_packers.TryGetValue(partitionKey, out var packer))
            _packers.Add(partitionKey, packer = new(partitionKey, _output.Pool, _output.Full));
        return packer;
    }

    private async Task EmitAsync(long until, CancellationToken flush)
    {
        var isHistory = _settings.Pace.Now.Ticks - until > Fresh.Ticks;
        var context = Context(isHistory ? _settings.HistoryReadingsPerEvent : _settings.ReadingsPerEvent);
        foreach (var cohort in _cohorts)
        {
            foreach (var device in cohort.Due(_position, until))
            {
                _output.Made(device.Emit(_position, until, context));
                if (_output.Full.Count > 0)
                    await _output.SendFullAsync(flush);
            }
        }

        Volatile.Write(ref _position, until);
    }

    private EmitContext Context(int readingsPerEvent) =>
        new(readingsPerEvent, _settings.Clock.GetTimestamp(), _settings.Ledger, _output.Tally);

    private async Task FlushAgedAsync(CancellationToken flush)
    {
        foreach (var packer in _packers.Values)
        {
            if (packer.Since is { } since && _settings.Clock.GetElapsedTime(since) >= _settings.Linger)
                packer.Flush();
        }

        await _output.SendFullAsync(flush);
    }

    private async Task PauseAsync(CancellationToken stop)
    {
        var pause = _settings.Pace.TimeUntil(_cohorts.Min(cohort => cohort.NextAt(_position)));
        foreach (var packer in _packers.Values)
        {
            if (packer.Since is { } since && _settings.Linger - _settings.Clock.GetElapsedTime(since) is var left && left < pause)
                pause = left;
        }

        pause = pause < MinPause ? MinPause : pause > MaxPause ? MaxPause : pause;
        await Task.Delay(pause, _settings.Clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // As a gateway whose buffer is full loses its oldest readings. There is no buffer here: late readings are computed from the same signal.
    private async Task DropAsync(long from, CancellationToken flush)
    {
        await FinishAsync(flush);
        var lost = _devices.Sum(device => device.Count(_position, from));
        _output.Dropped(lost, _settings.BufferTime, new(_position, DateTimeKind.Utc), new(from, DateTimeKind.Utc));
        for (var i = 0; i < _devices.Length; i++)
        {
            if (_devices[i].Sensor.From.Ticks < from)
                _devices[i] = Build(_devices[i].Sensor with { From = new(from, DateTimeKind.Utc) });
        }

        _cohorts = Group();
        Volatile.Write(ref _position, from);
    }

    private async Task FinishAsync(CancellationToken flush)
    {
        var context = Context(_settings.ReadingsPerEvent);
        foreach (var device in _devices)
        {
            device.Finish(_position, context);
            if (_position > device.Sensor.From.Ticks)
                _settings.Ledger.EndRun(device.SensorId, device.Sensor.From, Position);
        }

        foreach (var packer in _packers.Values)
            packer.Flush();
        await _output.SendFullAsync(flush);
    }
}

/// <summary>A sensor of a lane.</summary>
/// <param name="Sensor">The sensor, with the interval of the options if they have one.</param>
/// <param name="Phase">Ticks from a multiple of the interval to the sensor's next instant.</param>
/// <param name="PartitionKey">The key of its events.</param>
/// <param name="From">Where its readings begin.</param>
internal sealed record LaneSensor(Sensor Sensor, long Phase, string PartitionKey, DateTime From);

/// <summary>What all lanes share.</summary>
internal sealed record LaneSettings(
    BuildingModel Model, Pace Pace, Ledger Ledger, TimeProvider Clock, int ReadingsPerEvent, int HistoryReadingsPerEvent, TimeSpan Linger, TimeSpan BufferTime);
