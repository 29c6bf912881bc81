using Microsoft.Extensions.Options;

namespace IotAspire.EventHubs;

/// <summary>Stops the host at start if the connection string is missing or wrong; says where it belongs and what it looks like.</summary>
internal sealed class EventHubClientOptionsValidator : IValidateOptions<EventHubClientOptions>
{
    public ValidateOptionsResult Validate(string? name, EventHubClientOptions options)
    {
        if (EventHubConnectionString.TryParse(options.ConnectionString, out _, out var errors))
            return ValidateOptionsResult.Success;
        var key = $"ConnectionStrings__{options.ConnectionName}";
        return ValidateOptionsResult.Fail(
            [.. errors.Select(error => $"{key}: {error}"), $"{key} must be of the form {EventHubConnectionString.Form}"]);
    }
}
