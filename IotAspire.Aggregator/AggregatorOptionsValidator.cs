using Microsoft.Extensions.Options;

namespace IotAspire.Aggregator;

[OptionsValidator]
internal sealed partial class AggregatorOptionsValidator : IValidateOptions<AggregatorOptions>;
