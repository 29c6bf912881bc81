using IotAspire.Contracts.Catalogue;
using Microsoft.Extensions.Options;

namespace IotAspire.Generator.Generation;

/// <summary>
/// Notices changes of the catalogue file by polling: the operating system's notifications miss files that are replaced, mounted or on another
/// machine.
/// </summary>
internal sealed class CatalogueWatch(IOptions<CatalogueOptions> options, TimeProvider clock, ILogger<CatalogueWatch> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private (DateTime WrittenAt, long Length) _seen = Look(options.Value.Path);
    private bool _isRefused;

    /// <summary>Waits for a catalogue that differs from the current one and can be used.</summary>
    public async Task<SensorCatalogue> WaitForChangeAsync(SensorCatalogue current, CancellationToken cancellationToken)
    {
        var read = Look(options.Value.Path);
        while (true)
        {
            // Read once it hasn't changed between two looks: an editor may be writing.
            var now = Look(options.Value.Path);
            if (now != _seen && now == read)
            {
                _seen = now;
                if (TryLoad() is { } catalogue && IsAnother(catalogue, current))
                    return catalogue;
            }

            read = now;
            await Task.Delay(Interval, clock, cancellationToken);
        }
    }

    private static (DateTime WrittenAt, long Length) Look(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
    }

    private SensorCatalogue? TryLoad()
    {
        try
        {
            return options.Value.Load();
        }
        catch (SensorCatalogueException exception)
        {
            GeneratorLog.CatalogueRefused(logger, exception.Message);
            _isRefused = true;
            return null;
        }
    }

    private bool IsAnother(SensorCatalogue catalogue, SensorCatalogue current)
    {
        var isAnother = !catalogue.Sensors.SequenceEqual(current.Sensors);
        if (isAnother)
            Report(current, catalogue);
        else if (_isRefused)
            GeneratorLog.CatalogueRepaired(logger, options.Value.Path);
        _isRefused = false;
        return isAnother;
    }

    private void Report(SensorCatalogue before, SensorCatalogue after)
    {
        var known = before.Sensors.ToDictionary(sensor => sensor.SensorId, StringComparer.Ordinal);
        var kept = after.Sensors.Where(sensor => known.ContainsKey(sensor.SensorId)).ToList();
        GeneratorLog.CatalogueChanged(
            logger, options.Value.Path, after.Sensors.Count - kept.Count, known.Count - kept.Count, kept.Count(sensor => known[sensor.SensorId] != sensor));
    }
}
