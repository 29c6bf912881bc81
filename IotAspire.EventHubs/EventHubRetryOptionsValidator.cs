using Microsoft.Extensions.Options;

namespace IotAspire.EventHubs;

/// <summary>Stops the host at start if a retry setting makes no sense; says what is allowed.</summary>
internal sealed class EventHubRetryOptionsValidator : IValidateOptions<EventHubRetryOptions>
{
    public const string Section = "EventHubs:Retry";
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, EventHubRetryOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        if (options.MaximumRetries is < 0 or > 100)
            errors.AddError($"{Section}:{nameof(options.MaximumRetries)} is {options.MaximumRetries}, must be from 0 to 100.");
        foreach (var (setting, value) in new[]
        {
            (nameof(options.Delay), options.Delay),
            (nameof(options.MaximumDelay), options.MaximumDelay),
            (nameof(options.TryTimeout), options.TryTimeout),
        })
        {
            if (value < Shortest || value > Longest)
                errors.AddError($"{Section}:{setting} is {value:c}, must be from {Shortest:c} to {Longest:c}.");
        }

        return errors.Build();
    }
}
