using IotAspire.LocalDashboard;

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

    /// <summary>How many sensors to make of those in the catalogue; null: just those.</summary>
    public string? Fleet { get; init; }

    /// <summary>The dashboard; null for none.</summary>
    public LocalDashboardOptions? Dashboard { get; init; }

    /// <summary>Settings of the Generator that were given; it judges them.</summary>
    public IReadOnlyDictionary<string, string> Simulation { get; init; } = new Dictionary<string, string>();
}
