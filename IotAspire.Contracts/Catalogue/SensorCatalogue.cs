namespace IotAspire.Contracts.Catalogue;

/// <summary>All sensors of an installation, in the order of their file.</summary>
/// <param name="Sensors">At least one; ids are unique.</param>
public sealed record SensorCatalogue(IReadOnlyList<Sensor> Sensors);

/// <summary>A sensor as <c>sensors.json</c> describes it.</summary>
/// <param name="SensorId">Matches <see cref="SensorIds"/>; unique in the catalogue.</param>
/// <param name="Type">What is measured, such as <c>temperature</c>.</param>
/// <param name="Unit">Unit of every value, such as <c>°C</c>.</param>
/// <param name="Latitude">Degrees, −90 to 90.</param>
/// <param name="Longitude">Degrees, −180 to 180.</param>
/// <param name="Range">Values that the sensor can truthfully give.</param>
/// <param name="Description">Where or what it is, for people.</param>
/// <param name="Interval">Expected time between two readings.</param>
public sealed record Sensor(
    string SensorId,
    string Type,
    string Unit,
    double Latitude,
    double Longitude,
    SensorRange Range,
    string Description,
    TimeSpan Interval);

/// <summary>A closed range of values, in the sensor's unit.</summary>
/// <param name="Minimum">Lowest value; below <paramref name="Maximum"/>.</param>
/// <param name="Maximum">Highest value.</param>
public readonly record struct SensorRange(double Minimum, double Maximum)
{
    /// <summary>Whether the value lies in the range, ends included.</summary>
    public bool Contains(double value) => value >= Minimum && value <= Maximum;
}

/// <summary>A catalogue file that can't be used; lists everything that is wrong with it.</summary>
public sealed class SensorCatalogueException : Exception
{
    /// <summary>Makes one message of the file and all its errors.</summary>
    public SensorCatalogueException(string file, IReadOnlyList<CatalogueError> errors, Exception? innerException = null)
        : base($"{file} can't be used:{string.Concat(errors.Select(error => $"{Environment.NewLine}  {error}"))}", innerException)
        => Errors = errors;

    /// <summary>Every error, in the order of the file.</summary>
    public IReadOnlyList<CatalogueError> Errors { get; }
}

/// <summary>One error of a catalogue file.</summary>
/// <param name="Place">Where: a path such as <c>sensors[2].range</c>, or line and column where the text isn't JSON.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
public sealed record CatalogueError(string Place, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Place}: {Message}";
}
