using IotAspire.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace IotAspire.Api.Limits;

/// <summary>Configuration section <c>Limits</c>.</summary>
internal sealed class LimitsOptions
{
    public const string Section = "Limits";

    /// <summary>Requests a second that each key may make for long; without a key, each address. Not counted in local development.</summary>
    public int RequestsPerSecond { get; set; } = 100;

    /// <summary>Requests that may come at once after a pause.</summary>
    public int Burst { get; set; } = 200;

    /// <summary>How long a request may take until its answer begins.</summary>
    public TimeSpan RequestTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Requests to the database under way at once.</summary>
    public int QueriesAtOnce { get; set; } = 32;

    /// <summary>How many of them may be one key's; without a key, one address's. Not counted in local development.</summary>
    public int QueriesPerCaller { get; set; } = 10;

    /// <summary>
    /// How many of them may be downloads: formats other than JSON, pages of more than 10,000 rows, wide aggregates, and live streams until
    /// they have sent what their readers missed. The others are kept for pages.
    /// </summary>
    public int DownloadsAtOnce { get; set; } = 24;

    /// <summary>Requests that wait for those; beyond them the answer is 503 at once.</summary>
    public int QueriesWaiting { get; set; } = 256;

    /// <summary>How long one waits.</summary>
    public TimeSpan WaitingTime { get; set; } = TimeSpan.FromSeconds(5);
}

internal sealed class LimitsOptionsValidator : IValidateOptions<LimitsOptions>
{
    public ValidateOptionsResult Validate(string? name, LimitsOptions options) => new OptionsErrors(LimitsOptions.Section)
        .Range(nameof(options.RequestsPerSecond), options.RequestsPerSecond, 1, 1_000_000)
        .Range(nameof(options.Burst), options.Burst, 1, 1_000_000)
        .Range(nameof(options.RequestTime), options.RequestTime, TimeSpan.FromSeconds(0.1), TimeSpan.FromHours(1))
        .Range(nameof(options.QueriesAtOnce), options.QueriesAtOnce, 1, 1000)
        .Range(nameof(options.QueriesPerCaller), options.QueriesPerCaller, 1, 1000)
        .Range(nameof(options.DownloadsAtOnce), options.DownloadsAtOnce, 1, 1000)
        .Range(nameof(options.QueriesWaiting), options.QueriesWaiting, 0, 100_000)
        .Range(nameof(options.WaitingTime), options.WaitingTime, TimeSpan.FromSeconds(0.1), TimeSpan.FromMinutes(5))
        .Result;
}
