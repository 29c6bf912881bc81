namespace IotAspire.Contracts.Catalogue;

/// <summary>Configuration section <c>Catalogue</c> of the services that read the sensor catalogue.</summary>
public sealed class CatalogueOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Catalogue";

    /// <summary>The catalogue file; default: <c>sensors.json</c> beside the service's assembly.</summary>
    public string Path { get; set; } = System.IO.Path.Combine(AppContext.BaseDirectory, "sensors.json");
}
