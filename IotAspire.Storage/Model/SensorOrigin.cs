namespace IotAspire.Storage.Model;

/// <summary>How a sensor came into the table <c>sensors</c>.</summary>
public static class SensorOrigin
{
    /// <summary>The catalogue describes it.</summary>
    public const string Catalogue = "catalogue";

    /// <summary>It sent a reading before any catalogue described it.</summary>
    public const string Reading = "reading";
}
