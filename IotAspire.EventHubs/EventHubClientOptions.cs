using Microsoft.Extensions.Options;

namespace IotAspire.EventHubs;

/// <summary>The hub that a host's clients use, read from <c>ConnectionStrings</c>.</summary>
internal sealed class EventHubClientOptions
{
    /// <summary>Name of the connection string.</summary>
    public string ConnectionName { get; set; } = "";

    /// <summary>Its value, unchecked.</summary>
    public string? ConnectionString { get; set; }

    public EventHubConnectionString Parse() => EventHubConnectionString.Parse(ConnectionString);
}

/// <summary>Stops the host at start if the connection string is missing or wrong; says where it belongs and what it looks like.</summary>
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
