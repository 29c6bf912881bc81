using Microsoft.Extensions.Options;

namespace IotAspire.Generator.Generation;

[OptionsValidator]
internal sealed partial class GeneratorOptionsValidator : IValidateOptions<GeneratorOptions>;
