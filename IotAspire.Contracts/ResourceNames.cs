namespace IotAspire.Contracts;

/// <summary>Names that the host gives to resources and the services look for in <c>ConnectionStrings:*</c>.</summary>
public static class ResourceNames
{
    /// <summary>The event hub that carries readings.</summary>
    public const string Telemetry = "telemetry";

    /// <summary>The database that holds readings and rollups.</summary>
    public const string IotDb = "iotdb";
}
