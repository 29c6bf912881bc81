using System.Threading.Channels;
using IotAspire.Contracts.Readings;
using Microsoft.Extensions.Options;

namespace IotAspire.Generator.Generation;

internal static class GenerationRegistration
{
    public static void AddGeneration(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<GeneratorOptions>().BindConfiguration(GeneratorOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<GeneratorOptions>, GeneratorOptionsValidator>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(CreateBuffer);
        builder.Services.AddHostedService<GenerationWorker>();
    }

    // Waits when full: a hub that is away slows generation down, and nothing is dropped. One publisher reads, so that a
    // sensor's readings keep their order.
    private static Channel<Reading> CreateBuffer(IServiceProvider services) =>
        Channel.CreateBounded<Reading>(new BoundedChannelOptions(services.GetRequiredService<IOptions<GeneratorOptions>>().Value.BufferedReadings)
        {
            FullMode = BoundedChannelFullMode.Wait,
            SingleReader = true,
            SingleWriter = true,
        });
}
