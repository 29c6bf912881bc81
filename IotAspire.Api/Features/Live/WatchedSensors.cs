using IotAspire.Storage.Model;
using Microsoft.Extensions.Options;

namespace IotAspire.Api.Features.Live;

/// <summary>The sensors of all live streams. Bounded, for all together and for each caller.</summary>
internal sealed class WatchedSensors(IOptions<LiveOptions> options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<uint, WatchedSensor> _sensors = [];
    private readonly Dictionary<string, Dictionary<uint, int>> _streamsOfCallers = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _version;
    private int _readers;

    /// <summary>How many listen.</summary>
    public int Readers => Volatile.Read(ref _readers);

    /// <summary>Adds a stream, which ends when the subscription is disposed.</summary>
    /// <param name="sensors">The stream's sensors.</param>
    /// <param name="caller">Whose stream it is; null for a caller without a limit.</param>
    /// <returns>The subscription, or why there is none.</returns>
    public (Subscription? Subscription, LiveLimit? Reached) Subscribe(IReadOnlyList<SensorRow> sensors, string? caller)
    {
        lock (_lock)
        {
            var added = sensors.Count(sensor => !_sensors.ContainsKey(sensor.Id));
            if (_readers >= options.Value.Readers || _sensors.Count + added > options.Value.Sensors)
                return (null, LiveLimit.All);
            if (caller is not null && !TryAddOfCaller(caller, sensors))
                return (null, LiveLimit.Caller);
            _readers++;
            var watched = new List<WatchedSensor>(sensors.Count);
            foreach (var sensor in sensors)
            {
                if (!_sensors.TryGetValue(sensor.Id, out var one))
                    _sensors.Add(sensor.Id, one = new(sensor));
                one.Readers++;
                watched.Add(one);
            }

            _version++;
            _changed.TrySetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return (new(this, watched, caller), null);
        }
    }

    /// <summary>Who is listened to, and a number that grows whenever somebody comes.</summary>
    public (int Version, IReadOnlyList<WatchedSensor> Sensors) Current
    {
        get
        {
            lock (_lock)
                return (_version, [.. _sensors.Values]);
        }
    }

    /// <summary>Waits until somebody comes who wasn't there yet.</summary>
    /// <param name="version">What was seen.</param>
    /// <param name="most">No longer than this; null: as long as it takes.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task WaitAsync(int version, TimeSpan? most, TimeProvider clock, CancellationToken cancellationToken)
    {
        Task changed;
        lock (_lock)
        {
            if (version != _version)
                return;
            changed = _changed.Task;
        }

        if (most is { } time)
            await Task.WhenAny(changed, Task.Delay(time, clock, cancellationToken));
        else
            await changed.WaitAsync(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private bool TryAddOfCaller(string caller, IReadOnlyList<SensorRow> sensors)
    {
        var streams = _streamsOfCallers.GetValueOrDefault(caller) ?? [];
        if (streams.Count + sensors.Count(sensor => !streams.ContainsKey(sensor.Id)) > options.Value.SensorsPerCaller)
            return false;
        foreach (var sensor in sensors)
            streams[sensor.Id] = streams.GetValueOrDefault(sensor.Id) + 1;
        if (streams.Count > 0)
            _streamsOfCallers[caller] = streams;
        return true;
    }

    private void RemoveOfCaller(string caller, IReadOnlyList<WatchedSensor> sensors)
    {
        if (!_streamsOfCallers.TryGetValue(caller, out var streams))
            return;
        foreach (var sensor in sensors)
        {
            if (--streams[sensor.Id] == 0)
                streams.Remove(sensor.Id);
        }

        if (streams.Count == 0)
            _streamsOfCallers.Remove(caller);
    }

    private void Unsubscribe(IReadOnlyList<WatchedSensor> sensors, string? caller)
    {
        lock (_lock)
        {
            _readers--;
            if (caller is not null)
                RemoveOfCaller(caller, sensors);
            foreach (var sensor in sensors)
            {
                if (--sensor.Readers == 0)
                    _sensors.Remove(sensor.Id);
            }
        }
    }

    /// <summary>One reader's sensors.</summary>
    internal sealed class Subscription(WatchedSensors owner, IReadOnlyList<WatchedSensor> sensors, string? caller) : IDisposable
    {
        public IReadOnlyList<WatchedSensor> Sensors => sensors;

        /// <summary>Once whatever is stored of all of them from now on is streamed.</summary>
        public Task Begun => Task.WhenAll(sensors.Select(sensor => sensor.Begun));

        public void Dispose() => owner.Unsubscribe(sensors, caller);
    }
}

/// <summary>Which limit of live streams has been reached.</summary>
internal enum LiveLimit
{
    All,
    Caller,
}
