using IotAspire.ServiceDefaults;

namespace IotAspire.Api.Features.Live;

internal static class LiveRegistration
{
    public static void AddLive(this WebApplicationBuilder builder)
    {
        builder.Services.AddSectionOptions<LiveOptions>(LiveOptions.Section);
        builder.Services.AddSingleton<WatchedSensors>();
        builder.Services.AddSingleton<LiveBuffer>();
        builder.Services.AddSingleton<LiveFeed>();
        builder.Services.AddSingleton<LiveReplay>();
        builder.Services.AddSingleton<LiveStream>();
        builder.Services.AddHostedService<LivePoller>();
    }
}
