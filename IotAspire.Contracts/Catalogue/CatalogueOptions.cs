using System.ComponentModel.DataAnnotations;

namespace IotAspire.Contracts.Catalogue;

/// <summary>Configuration section <c>Catalogue</c> of the services that read the sensor catalogue.</summary>
public sealed class CatalogueOptions : IValidatableObject
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Catalogue";

    /// <summary>The catalogue file; default: <c>sensors.json</c> next to the service's assembly.</summary>
    public string Path { get; set; } = System.IO.Path.Combine(AppContext.BaseDirectory, "sensors.json");

    /// <summary>How many sensors to make of those in the file (<see cref="SensorFleet"/>); 0, the default: just those.</summary>
    [Range(0, SensorFleet.MaxSensors)]
    public int Fleet { get; set; }

    /// <summary>Reads the file as the options say.</summary>
    /// <exception cref="SensorCatalogueException">The file is missing, unreadable or wrong; every error is listed.</exception>
    public SensorCatalogue Load()
    {
        var catalogue = SensorCatalogueFile.Load(Path);
        return Fleet == 0 ? catalogue : SensorFleet.Clone(catalogue, Fleet);
    }

    /// <summary>The errors of the file.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        try
        {
            SensorCatalogueFile.Load(Path);
            return [];
        }
        catch (SensorCatalogueException exception)
        {
            return exception.Errors.Select(error => new ValidationResult($"is {Path}: {error}", [nameof(Path)]));
        }
    }
}
