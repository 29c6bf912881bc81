using IotAspire.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace IotAspire.Aggregator;

internal sealed class AggregatorOptionsValidator : IValidateOptions<AggregatorOptions>
{
    private const int MaxUserLength = 32;

    public ValidateOptionsResult Validate(string? name, AggregatorOptions options) => new OptionsErrors(AggregatorOptions.Section)
        .Require(!string.IsNullOrWhiteSpace(options.ConsumerGroup), nameof(options.ConsumerGroup), "must be the name of a consumer group")
        .Range(nameof(options.AllowedLateness), options.AllowedLateness, TimeSpan.Zero, TimeSpan.FromDays(1))
        .Range(nameof(options.Lease), options.Lease, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10))
        .Range(nameof(options.ReadingsPerBatch), options.ReadingsPerBatch, 1, 200_000)
        .Range(nameof(options.BufferedReadings), options.BufferedReadings, 1, 10_000_000)
        .Range(nameof(options.Linger), options.Linger, TimeSpan.Zero, TimeSpan.FromSeconds(1))
        // Between two batches the claim must be renewed.
        .Require(options.Linger <= options.Lease / 4, nameof(options.Linger), $"is {options.Linger:c}, must be at most a quarter of {nameof(options.Lease)}, {options.Lease:c}")
        .Range(nameof(options.RawRetention), options.RawRetention, TimeSpan.FromDays(1), TimeSpan.FromDays(36_500))
        .Range(nameof(options.MinuteRetention), options.MinuteRetention, TimeSpan.FromDays(1), TimeSpan.FromDays(36_500))
        .Range(nameof(options.DeadLetterRetention), options.DeadLetterRetention, TimeSpan.FromHours(1), TimeSpan.FromDays(36_500))
        .Range(nameof(options.DeadLetterMebibytes), options.DeadLetterMebibytes, 1, 1_048_576)
        .Range(nameof(options.MaxSensors), options.MaxSensors, 0, 10_000_000)
        .Range(nameof(options.StopTime), options.StopTime, TimeSpan.Zero, TimeSpan.FromMinutes(1))
        .Require(options.ApiUser is null or { Length: >= 1 and <= MaxUserLength }, nameof(options.ApiUser), $"has {options.ApiUser?.Length} characters, must have 1 to {MaxUserLength}, as a user of MySQL")
        .Result;
}
