using System.ComponentModel.DataAnnotations;

namespace IotAspire.Api.Limits;

/// <summary>Configuration section <c>Limits</c>.</summary>
internal sealed class LimitsOptions
{
    public const string Section = "Limits";

    /// <summary>Requests a second that each key may make for long; without a key, each address. Not counted in local development.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerSecond { get; set; } = 100;

    /// <summary>Requests that may come at once after a pause.</summary>
    [Range(1, 1_000_000)]
    public int Burst { get; set; } = 200;

    /// <summary>How long a request may take until its answer begins.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan RequestTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Requests to the database under way at once.</summary>
    [Range(1, 1000)]
    public int QueriesAtOnce { get; set; } = 32;

    /// <summary>How many of them may be one key's; without a key, one address's. Not counted in local development.</summary>
    [Range(1, 1000)]
    public int QueriesPerCaller { get; set; } = 10;

    /// <summary>
    /// How many of them may be downloads: formats other than JSON, pages of more than 10,000 rows, wide aggregates, and live streams until
    /// they have sent what their readers missed. The others are kept for pages.
    /// </summary>
    [Range(1, 1000)]
    public int DownloadsAtOnce { get; set; } = 24;

    /// <summary>Requests that wait for those; beyond them the answer is 503 at once.</summary>
    [Range(0, 100_000)]
    public int QueriesWaiting { get; set; } = 256;

    /// <summary>How long one waits.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan WaitingTime { get; set; } = TimeSpan.FromSeconds(5);
}
