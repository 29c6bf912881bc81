using System.Globalization;

namespace IotAspire.AppHost.CommandLine;

/// <summary>The command line.</summary>
internal sealed record AppHostOptions
{
    /// <summary>Where local servers keep their data; a full path.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Forget the data of earlier runs.</summary>
    public bool IsReset { get; init; }

    /// <summary>Connection string of an existing MySQL server; null for one that is started.</summary>
    public string? MySql { get; init; }

    /// <summary>Whether the MySQL server that was downloaded earlier is downloaded again.</summary>
    public bool RenewsMySql { get; init; }

    /// <summary>Connection string of an existing event hub; null for one that is started.</summary>
    public string? EventHub { get; init; }

    /// <summary>The sensor catalogue; a full path.</summary>
    public required string Catalogue { get; init; }

    /// <summary>How many sensors to make of those in the catalogue; null: just those.</summary>
    public string? Fleet { get; init; }

    /// <summary>Whether sensors are simulated; otherwise only real ones send readings.</summary>
    public bool HasGenerator { get; init; } = true;

    /// <summary>Settings of the Generator that were given.</summary>
    public IReadOnlyDictionary<string, string> Simulation { get; init; } = new Dictionary<string, string>();

    /// <summary>The arguments for Aspire: those of azd, and settings such as <c>--Parameters:partitions 8</c>.</summary>
    public string[] ForAspire { get; init; } = [];
}

/// <summary>The length of a history. The Generator would refuse any other, and that would stop the AppHost.</summary>
internal static class HistoryTime
{
    public const string Allowed = "a duration such as 90s, 12h or 30d, from a second to 3660 days";

    private const double MaxSeconds = 3660 * 86_400.0;

    public static bool IsValid(string text) =>
        text.Length > 1
        && SecondsOf(text[^1]) is { } unit
        && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && number * unit is >= 1 and <= MaxSeconds;

    private static double? SecondsOf(char letter) => letter switch
    {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        _ => null,
    };
}
