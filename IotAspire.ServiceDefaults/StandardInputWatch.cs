using Microsoft.Extensions.Hosting;

namespace IotAspire.ServiceDefaults;

/// <summary>Stops the application when standard input ends: its other end is held by the host, and closes with it.</summary>
internal sealed class StandardInputWatch(IHostApplicationLifetime application) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var input = Console.OpenStandardInput();
        var buffer = new byte[256];
        while (await input.ReadAsync(buffer, stoppingToken) > 0)
        {
            // Whatever comes is of no interest; only its end is.
        }

        application.StopApplication();
    }
}
