using IotAspire.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace IotAspire.Generator.Generation;

internal sealed class GeneratorOptionsValidator : IValidateOptions<GeneratorOptions>
{
    public ValidateOptionsResult Validate(string? name, GeneratorOptions options)
    {
        var errors = new OptionsErrors(GeneratorOptions.Section)
            .Range(nameof(options.ReadingsPerEvent), options.ReadingsPerEvent, 1, GeneratorOptions.MostReadingsPerEvent)
            .Range(nameof(options.BufferedReadings), options.BufferedReadings, 1, 10_000_000);
        if (options.Interval is { } interval)
            errors.Range(nameof(options.Interval), interval, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1));
        return errors.Result;
    }
}
