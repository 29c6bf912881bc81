namespace IotAspire.Generator.Generation;

/// <summary>Devices of one interval, in the order of their instants within it.</summary>
internal sealed class Cohort
{
    private readonly long _interval;
    private readonly long[] _phases;
    private readonly Device[] _devices;

    /// <param name="interval">Of all of them.</param>
    /// <param name="devices">With their phases, in ticks below the interval.</param>
    public Cohort(TimeSpan interval, IEnumerable<(long Phase, Device Device)> devices)
    {
        var ordered = devices.OrderBy(each => each.Phase).ToList();
        (_interval, _phases, _devices) = (interval.Ticks, [.. ordered.Select(each => each.Phase)], [.. ordered.Select(each => each.Device)]);
    }

    /// <summary>The first instant at or after the given one at which a device measures; in ticks.</summary>
    public long NextAt(long ticks)
    {
        var (start, index) = (ticks / _interval * _interval, FirstAt(ticks % _interval));
        return index < _phases.Length ? start + _phases[index] : start + _interval + _phases[0];
    }

    /// <summary>Devices that measure at or after <paramref name="from"/> and before <paramref name="until"/>.</summary>
    public IEnumerable<Device> Due(long from, long until)
    {
        if (until - from >= _interval)
            return _devices;
        var (begin, end) = (FirstAt(from % _interval), FirstAt(until % _interval));
        return from / _interval == until / _interval
            ? _devices.Skip(begin).Take(end - begin)
            : _devices.Skip(begin).Concat(_devices.Take(end));
    }

    private int FirstAt(long phase)
    {
        var (low, high) = (0, _phases.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_phases[middle] < phase)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
