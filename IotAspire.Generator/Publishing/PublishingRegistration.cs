namespace IotAspire.Generator.Publishing;

internal static class PublishingRegistration
{
    public static void AddPublishing(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<GeneratorTelemetry>();
        builder.Services.AddHostedService<PublishingWorker>();
        // Room to send what is buffered and to close the links, inside the time that hosts give before they kill.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(8));
    }
}
