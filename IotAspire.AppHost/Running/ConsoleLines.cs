using System.Globalization;
using System.Text.RegularExpressions;

namespace IotAspire.AppHost.Running;

/// <summary>Everything that reaches the console, a line at a time, each with the name of where it comes from.</summary>
internal sealed partial class ConsoleLines(TextWriter writer, bool useColor)
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

    /// <summary>The text without anything that drives a terminal: texts of clients may be in it.</summary>
    public static string Visible(string text) =>
        Invisible().Replace(text, match => string.Concat(match.Value.Select(unit => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}"))));

    private string ColorOf(string name)
    {
        if (!_colorOf.TryGetValue(name, out var color))
            _colorOf[name] = color = Colors[_colorOf.Count % Colors.Length];
        return color;
    }

    [GeneratedRegex(@"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}-[\t]]|\uDB40[\uDC00-\uDC7F]")]
    private static partial Regex Invisible();
}
