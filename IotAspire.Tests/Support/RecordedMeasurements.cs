using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace IotAspire.Tests.Support;

/// <summary>What the instruments of one meter factory record; another host in this process has another factory.</summary>
internal sealed class RecordedMeasurements : IDisposable
{
    private readonly ConcurrentQueue<Measured> _measured = new();
    private readonly MeterListener _listener = new();

    public RecordedMeasurements(IMeterFactory meters, string meter = "IotAspire.Aggregator")
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters && instrument.Meter.Name == meter)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Each value that an instrument has recorded.</summary>
    public IReadOnlyList<double> Of(string instrument, params (string Key, object Value)[] tags) =>
        [.. _measured.Where(each => each.Instrument == instrument && tags.All(each.Tags.Contains)).Select(each => each.Value)];

    /// <summary>What an observable instrument tells now.</summary>
    public IReadOnlyList<double> Now(string instrument, params (string Key, object Value)[] tags)
    {
        _measured.Clear();
        _listener.RecordObservableInstruments();
        return Of(instrument, tags);
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measured.Enqueue(new(instrument.Name, value, [.. tags.ToArray().Select(tag => (tag.Key, tag.Value!))]));

    private sealed record Measured(string Instrument, double Value, (string Key, object Value)[] Tags);
}
