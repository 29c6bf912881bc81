using System.ComponentModel.DataAnnotations;
using Azure.Messaging.EventHubs;
using Microsoft.Extensions.Options;

namespace IotAspire.EventHubs;

/// <summary>The retries of one call after transient failures, as in the Azure SDK.</summary>
public sealed class EventHubRetryOptions
{
    internal const string Section = "EventHubs:Retry";

    /// <summary>Further tries after the first; default 3.</summary>
    [Range(0, 100)]
    public int MaximumRetries { get; set; } = 3;

    /// <summary>Pause before the first retry, doubled with each, with jitter; default 0.2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan Delay { get; set; } = TimeSpan.FromSeconds(0.2);

    /// <summary>Longest pause; default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan MaximumDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Time allowed for one try; default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan TryTimeout { get; set; } = TimeSpan.FromSeconds(10);

    internal EventHubsRetryOptions ToAzure() => new()
    {
        Mode = EventHubsRetryMode.Exponential,
        MaximumRetries = MaximumRetries,
        Delay = Delay,
        // The SDK refuses a longest pause below the first one.
        MaximumDelay = MaximumDelay < Delay ? Delay : MaximumDelay,
        TryTimeout = TryTimeout,
    };
}

/// <summary>The hub that a host's clients use, read from <c>ConnectionStrings</c>.</summary>
internal sealed class EventHubClientOptions
{
    /// <summary>Name of the connection string.</summary>
    public string ConnectionName { get; set; } = "";

    /// <summary>Its value, unchecked.</summary>
    public string? ConnectionString { get; set; }

    public EventHubConnectionString Parse() => EventHubConnectionString.Parse(ConnectionString);
}

/// <summary>Stops the host at start if the connection string is missing or wrong; the error names the setting and the form.</summary>
internal sealed class EventHubClientOptionsValidator : IValidateOptions<EventHubClientOptions>
{
    public ValidateOptionsResult Validate(string? name, EventHubClientOptions options)
    {
        var key = $"ConnectionStrings__{options.ConnectionName}";
        if (!EventHubConnectionString.TryParse(options.ConnectionString, out var parsed, out var errors))
            return ValidateOptionsResult.Fail([.. errors.Select(error => $"{key}: {error}"), $"{key} must be of the form {AllowedForms}"]);
        return parsed.UsesIdentity && !EventHubClients.CanUseIdentity
            ? ValidateOptionsResult.Fail($"{key}: it has no key, and signing in with an identity takes a build with IOTASPIRE_SERVERS=Containers; it must be of the form {AllowedForms}")
            : ValidateOptionsResult.Success;
    }

    private static string AllowedForms => EventHubClients.CanUseIdentity
        ? $"{EventHubConnectionString.Form} or, with the service's identity in Azure, {EventHubConnectionString.IdentityForm}"
        : EventHubConnectionString.Form;
}
