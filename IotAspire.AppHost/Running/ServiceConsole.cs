using System.Globalization;
using System.Text.RegularExpressions;
using IotAspire.ServiceDefaults;
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
        line.IndexOf(' ', StringComparison.Ordinal) is var end and > 0 && DateTime.TryParse(line[..end], CultureInfo.InvariantCulture, out _) ? line[(end + 1)..] : line;

    [GeneratedRegex(@"\e\[[0-9;]*m")]
    private static partial Regex Color();
}

/// <summary>Everything that reaches the console, a line at a time, each with the name of where it comes from.</summary>
internal sealed class ConsoleLines(TextWriter writer, bool useColor)
{
    private const int NameWidth = 10;
    private const string Reset = "\e[0m";

    // Cyan, green, magenta, yellow, blue and their bright twins: readable on dark and on light.
    private static readonly string[] Colors = ["\e[36m", "\e[32m", "\e[35m", "\e[33m", "\e[34m", "\e[96m", "\e[92m", "\e[95m"];

    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _colorOf = [];

    /// <summary>The process's console; without colour when it is redirected or NO_COLOR is set (no-color.org).</summary>
    public static ConsoleLines ForThisConsole() =>
        new(Console.Out, !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));

    public void Write(string name, string line)
    {
        var text = Visible(line);
        lock (_lock)
        {
            var prefix = name.PadRight(NameWidth);
            writer.WriteLine(useColor ? $"{ColorOf(name)}{prefix} |{Reset} {text}" : $"{prefix} | {text}");
        }
    }

    /// <summary>Writes lines of the AppHost's own, without a name and not mixed with others.</summary>
    public void WritePlain(IEnumerable<string> lines)
    {
        lock (_lock)
        {
            foreach (var line in lines)
                writer.WriteLine(line);
        }
    }

    /// <summary>The text without anything that drives a terminal: texts of clients may be in it. Tabs stay.</summary>
    public static string Visible(string text) => string.Join('\t', text.Split('\t').Select(VisibleText.Of));

    private string ColorOf(string name)
    {
        if (!_colorOf.TryGetValue(name, out var color))
            _colorOf[name] = color = Colors[_colorOf.Count % Colors.Length];
        return color;
    }
}
