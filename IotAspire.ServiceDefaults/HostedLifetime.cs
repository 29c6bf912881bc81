using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IotAspire.ServiceDefaults;

/// <summary>
/// How a service ends when a local host started it. The host sets two variables: <c>IOTASPIRE_IGNORE_SIGINT=true</c>, because
/// Ctrl+C reaches the whole process group while the host stops its services one after the other; and
/// <c>IOTASPIRE_STOP_ON_STDIN_END=true</c> where the operating system can't end a child together with its parent.
/// Without them nothing changes.
/// </summary>
internal static class HostedLifetime
{
    public const string IgnoreInterrupt = "IOTASPIRE_IGNORE_SIGINT";
    public const string StopOnStandardInputEnd = "IOTASPIRE_STOP_ON_STDIN_END";

    public static void AddHostedLifetime(this IHostApplicationBuilder builder)
    {
        if (builder.Configuration.GetValue(IgnoreInterrupt, false))
            builder.Services.AddSingleton<IHostLifetime, InterruptIgnoringLifetime>();
        if (builder.Configuration.GetValue(StopOnStandardInputEnd, false))
            builder.Services.AddHostedService<StandardInputWatch>();
    }
}
