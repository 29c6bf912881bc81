namespace IotAspire.Generator.Generation;

/// <summary>Devices of one interval, in the order of their instants within it.</summary>
internal sealed class Cohort
{
    private readonly long _interval;
    private readonly Device[] _devices;

    public Cohort(TimeSpan interval, Device[] devices)
    {
        Array.Sort(devices, (one, other) => one.Sensor.Phase.CompareTo(other.Sensor.Phase));
        (_interval, _devices) = (interval.Ticks, devices);
    }

    /// <summary>The first instant at or after the given one at which a device measures; in ticks.</summary>
    public long NextAt(long ticks)
    {
        var (start, index) = (ticks / _interval * _interval, FirstAt(ticks % _interval));
        return index < _devices.Length ? start + _devices[index].Sensor.Phase : start + _interval + _devices[0].Sensor.Phase;
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
        var (low, high) = (0, _devices.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_devices[middle].Sensor.Phase < phase)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
