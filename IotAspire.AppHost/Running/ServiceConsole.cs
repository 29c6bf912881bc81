using System.Text.RegularExpressions;
using Microsoft.Extensions.Hosting;

namespace IotAspire.AppHost.Running;

/// <summary>Shows warnings and errors of services and servers on the console; the dashboard has all the rest.</summary>
internal sealed partial class ServiceConsole(DistributedApplicationModel model, ResourceLoggerService loggers, ConsoleLines console) : BackgroundService
{
    private static readonly string[] Shown = ["warn:", "fail:", "crit:"];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(model.Supervised().Select(resource => WatchAsync(resource, stoppingToken)));

    private async Task WatchAsync(IResource resource, CancellationToken stoppingToken)
    {
        var isShown = false;
        await foreach (var lines in loggers.WatchAsync(resource).WithCancellation(stoppingToken))
        {
            foreach (var line in lines)
            {
                var text = Plain(line.Content);
                // The lines of an event follow its first one, indented.
                isShown = line.IsErrorMessage || Array.Exists(Shown, level => text.StartsWith(level, StringComparison.Ordinal)) || (isShown && text.StartsWith(' '));
                if (isShown)
                    console.Write(resource.Name, text);
            }
        }
    }

    // Aspire puts the time before each line, and has programs colour theirs.
    public static string Plain(string line) => WithoutTime(Color().Replace(line, ""));

    private static string WithoutTime(string line) =>
        line.IndexOf(' ', StringComparison.Ordinal) is var end and > 0 && DateTime.TryParse(line[..end], System.Globalization.CultureInfo.InvariantCulture, out _) ? line[(end + 1)..] : line;

    [GeneratedRegex(@"\e\[[0-9;]*m")]
    private static partial Regex Color();
}
