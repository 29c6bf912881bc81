using IotAspire.Generator.Faults;
using IotAspire.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace IotAspire.Generator.Generation;

internal sealed class GeneratorOptionsValidator : IValidateOptions<GeneratorOptions>
{
    private static readonly TimeSpan MaxHistory = TimeSpan.FromDays(3660);

    public ValidateOptionsResult Validate(string? name, GeneratorOptions options)
    {
        var errors = new OptionsErrors(GeneratorOptions.Section)
            .Range(nameof(options.ReadingsPerEvent), options.ReadingsPerEvent, 1, GeneratorOptions.MaxReadingsPerEvent)
            .Range(nameof(options.HistoryReadingsPerEvent), options.HistoryReadingsPerEvent, 1, GeneratorOptions.MaxReadingsPerEvent)
            .Range(nameof(options.Linger), options.Linger, TimeSpan.Zero, TimeSpan.FromMinutes(10))
            .Range(nameof(options.BufferTime), options.BufferTime, TimeSpan.FromSeconds(1), TimeSpan.FromDays(7));
        if (options.Interval is { } interval)
            errors.Range(nameof(options.Interval), interval, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1));
        if (options.Backfill is { } backfill)
        {
            errors.Require(
                HistoryLength.TryParse(backfill, out var length) && length >= TimeSpan.FromSeconds(1) && length <= MaxHistory,
                nameof(options.Backfill),
                $"is \"{backfill}\", must be {HistoryLength.Allowed}, from a second to {MaxHistory.TotalDays} days");
        }

        if (options.Speed is { } speed)
            errors.Range(nameof(options.Speed), speed, 1, 1_000_000);
        if (FaultProfiles.All.ContainsKey(options.Profile))
            Validate(options.Rates, errors);
        else
            errors.Require(false, nameof(options.Profile), $"is \"{options.Profile}\", must be one of {string.Join(", ", FaultProfiles.All.Keys)}");
        if (Ledger.FindFault(options.Ledger) is { } fault)
            errors.Require(false, nameof(options.Ledger), $"can't be written: {fault}");
        return errors.Result;
    }

    private static void Validate(FaultRates rates, OptionsErrors errors)
    {
        var lasting = EpisodePlan.Kinds.ToHashSet();
        foreach (var kind in Enum.GetValues<SensorFaultKind>())
            errors.Range($"Faults:{kind}", rates[kind], 0, lasting.Contains(kind) ? EpisodePlan.MaxRate(kind) : 1);
        errors.Require(FaultPlan.SumOfSingle(rates) <= 1, "Faults", "of single readings must add up to at most 1");
    }
}
