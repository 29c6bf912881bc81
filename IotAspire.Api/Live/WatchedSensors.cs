using IotAspire.Storage.Model;
using Microsoft.Extensions.Options;

namespace IotAspire.Api.Live;

/// <summary>The sensors that anybody listens to. Bounded.</summary>
internal sealed class WatchedSensors(IOptions<LiveOptions> options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<uint, WatchedSensor> _sensors = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _version;
    private int _readers;

    /// <summary>How many listen.</summary>
    public int Readers => Volatile.Read(ref _readers);

    /// <summary>Whoever listens to them ends that by disposing.</summary>
    /// <returns>Null if there are too many readers or sensors already.</returns>
    public Subscription? Subscribe(IReadOnlyList<SensorRow> sensors)
    {
        lock (_lock)
        {
            var added = sensors.Count(sensor => !_sensors.ContainsKey(sensor.Id));
            if (_readers >= options.Value.Readers || _sensors.Count + added > options.Value.Sensors)
                return null;
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
            return new(this, watched);
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

    private void Unsubscribe(IReadOnlyList<WatchedSensor> sensors)
    {
        lock (_lock)
        {
            _readers--;
            foreach (var sensor in sensors)
            {
                if (--sensor.Readers == 0)
                    _sensors.Remove(sensor.Id);
            }
        }
    }

    /// <summary>One reader's sensors.</summary>
    internal sealed class Subscription(WatchedSensors owner, IReadOnlyList<WatchedSensor> sensors) : IDisposable
    {
        public IReadOnlyList<WatchedSensor> Sensors => sensors;

        /// <summary>Once whatever is stored of all of them from now on is streamed.</summary>
        public Task Begun => Task.WhenAll(sensors.Select(sensor => sensor.Begun));

        public void Dispose() => owner.Unsubscribe(sensors);
    }
}
