using System.Text.Json;

namespace IotAspire.EventHubs.Emulator.Hosting;

/// <summary>The process's command line: <c>--name value</c> or <c>--name=value</c>.</summary>
internal static class CommandLine
{
    /// <summary>The hub that is served if none is named and the data directory knows none.</summary>
    public const string DefaultHub = "telemetry";

    private const string Prefix = "--";
    private const int HelpColumn = 34;

    /// <summary>What <c>--help</c> says.</summary>
    public static string Usage => "Usage: IotAspire.EventHubs.Emulator [options]\n" + string.Join(
        '\n', CommandLineOptions.All.Select(option => $"  {option.Name} {option.Value}".PadRight(HelpColumn) + $" {option.Help}"));

    public static bool AsksForHelp(IEnumerable<string> arguments) => arguments.Any(argument => argument is "--help" or "-h" or "-?");

    /// <summary>Reads the arguments; every error found is in the second part.</summary>
    public static (EventHubsEmulatorOptions Options, IReadOnlyList<string> Errors) Parse(IReadOnlyList<string> arguments)
    {
        // A process has ports that one can know beforehand; in a process of many tests they would collide.
        var options = new EventHubsEmulatorOptions { Port = 5672, HttpPort = 5300 };
        var errors = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, value) = arguments[i].Split('=', 2) is [var left, var right] ? (left, right) : (arguments[i], null);
            if (CommandLineOptions.All.FirstOrDefault(option => option.Name == name) is not { } option)
            {
                errors.Add($"{name}: unknown. The options are {string.Join(", ", CommandLineOptions.All.Select(known => known.Name))}.");
                // Its value, if it has one, would be one more unknown option.
                i += value is null && IsValue(arguments, i + 1) ? 1 : 0;
                continue;
            }

            value ??= IsValue(arguments, i + 1) ? arguments[++i] : null;
            var error = value is null ? $"a value is missing: {option.Value}." : option.Apply(options, value);
            if (error is not null)
                errors.Add($"{name}: {error}");
        }

        errors.AddRange(OptionsCheck.Check(options).Select(error => $"--{JsonNamingPolicy.KebabCaseLower.ConvertName(error.Name)}: {error.Error}"));
        return (options, errors);
    }

    private static bool IsValue(IReadOnlyList<string> arguments, int index) =>
        index < arguments.Count && !arguments[index].StartsWith(Prefix, StringComparison.Ordinal);
}
