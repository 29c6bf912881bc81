using System.Buffers;
using IotAspire.Contracts.Catalogue;
using IotAspire.Contracts.Readings;
using IotAspire.Generator.Signals;

namespace IotAspire.Benchmarks.Setup;

/// <summary>What a fleet of sensors would send: a value each second from each, and the faults asked for. The same every time.</summary>
/// <param name="Sensors">How many.</param>
/// <param name="Duplicates">Share of readings that come a second time, up to ten minutes later.</param>
/// <param name="Late">Share of readings that come an hour later than measured.</param>
internal sealed record Fleet(int Sensors, double Duplicates = 0, double Late = 0)
{
    private static readonly TimeSpan LateBy = TimeSpan.FromHours(1);

    // A whole day, so that a run doesn't depend on the hour at which it is made.
    public static DateTime Start { get; } = DateTime.UtcNow.Date.AddDays(-1);

    public SensorCatalogue Catalogue { get; } = new(
    [
        .. Enumerable.Range(0, Sensors).Select(index => new Sensor(
            $"sensor-{index:d4}-temperature", "temperature", "°C", 0, 0, new(0, 45), $"Sensor {index}", TimeSpan.FromSeconds(1))),
    ]);

    /// <summary>The readings of one sensor in the order in which they arrive.</summary>
    public IEnumerable<(DateTime At, Reading Reading)> Arrivals(int index, int seconds)
    {
        var sensor = Catalogue.Sensors[index];
        var signal = new SensorSignal(sensor, new FloorPlan([sensor]), 1);
        var random = new Random(index);
        var arrivals = new List<(DateTime At, Reading Reading)>(seconds);
        for (var second = 0; second < seconds; second++)
        {
            var at = Start.AddSeconds(second);
            var reading = new Reading(sensor.SensorId, at, signal.ValueAt(at.Ticks), sensor.Unit);
            if (random.NextDouble() < Late)
                reading = reading with { MeasuredAt = at - LateBy + TimeSpan.FromMilliseconds(1) };
            arrivals.Add((at, reading));
            if (random.NextDouble() < Duplicates)
                arrivals.Add((at.AddSeconds(random.Next(1, 600)), reading));
        }

        return arrivals.OrderBy(arrival => arrival.At);
    }

    /// <summary>Events of one sensor, each with the arrival of its last reading.</summary>
    public IEnumerable<(DateTime At, byte[] Body, int Count)> Events(int index, int seconds, int readingsPerEvent)
    {
        var body = new ArrayBufferWriter<byte>();
        foreach (var chunk in Arrivals(index, seconds).Chunk(readingsPerEvent))
        {
            body.ResetWrittenCount();
            ReadingEncoder.Encode([.. chunk.Select(arrival => arrival.Reading)], body);
            yield return (chunk[^1].At, body.WrittenSpan.ToArray(), chunk.Length);
        }
    }
}
