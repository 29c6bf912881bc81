namespace IotAspire.AppHost.Embedded;

/// <summary>What the command line asks for; paths are full.</summary>
internal sealed record HostOptions
{
    /// <summary>Where hub and MySQL keep their data.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The sensor catalogue.</summary>
    public required string Catalogue { get; init; }

    /// <summary>Forget the data of earlier runs.</summary>
    public bool Reset { get; init; }

    /// <summary>An existing MySQL server instead of a private one.</summary>
    public string? MySql { get; init; }

    /// <summary>An existing event hub instead of the emulator.</summary>
    public string? EventHub { get; init; }
}
