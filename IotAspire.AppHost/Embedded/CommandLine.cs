using System.Collections;
using IotAspire.AppHost.Embedded.Dashboard;

namespace IotAspire.AppHost.Embedded;

/// <summary>Reads the command line: <c>--name value</c> or <c>--name=value</c>.</summary>
internal sealed class CommandLine
{
    public const string Usage = $"""
        Runs the whole pipeline on this machine: event hub, MySQL, Aggregator, Generator, Api.

          dotnet run --project IotAspire.AppHost -- [options]

          --reset                forget the data of earlier runs; existing servers are left alone
          --mysql <string>       use the MySQL server of this connection string instead of a private one
          --eventhub <string>    use the event hub of this connection string instead of the local one
          --data <folder>        where the data is kept (default: .data in the repository)
          --catalogue <file>     the sensors (default: sensors.json in the repository)
          --fleet <number>       make so many sensors of those in the catalogue
          --backfill <time>      first make history, as 90s, 12h or 30d, as fast as the pipeline takes it
          --speed <factor>       let simulated time pass so many times as fast until it is now; without --backfill from a day ago
          --profile <name>       faults of the sensors: clean, realistic (default) or dirty
          --seed <number>        other seeds give other readings (default: 1)
        {DashboardSettings.Usage}
          --help                 this text
        """;

    /// <summary>What only the simulation understands, and the setting by which it is told.</summary>
    private static readonly Dictionary<string, string> SimulationSettings = new()
    {
        ["--backfill"] = "Generator__Backfill",
        ["--speed"] = "Generator__Speed",
        ["--profile"] = "Generator__Profile",
        ["--seed"] = "Generator__Seed",
    };

    private static readonly HashSet<string> OptionsWithValue = ["--mysql", "--eventhub", "--data", "--catalogue", "--fleet", .. SimulationSettings.Keys, .. DashboardSettings.OptionsWithValue];

    private static readonly HashSet<string> Switches = ["--reset", "--help", DashboardSettings.Off, DashboardSettings.Unsecured];

    private readonly List<string> _errors = [];
    private readonly Dictionary<string, string> _values = [];
    private readonly IDictionary _environment;

    private CommandLine(IReadOnlyList<string> arguments, IDictionary environment)
    {
        _environment = environment;
        Read(arguments);
        _errors.AddRange(DashboardSettings.Errors(_values, environment));
    }

    /// <summary>Whether the text above is all that is wanted.</summary>
    public bool WantsHelp => _values.ContainsKey("--help");

    /// <summary>Everything that is wrong; empty when nothing is.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <param name="arguments">As they come from the shell.</param>
    /// <param name="environment">The AppHost's environment, which has a say about the dashboard; nothing by default.</param>
    public static CommandLine Parse(IReadOnlyList<string> arguments, IDictionary? environment = null) => new(arguments, environment ?? new Hashtable());

    /// <summary>The options, with the repository's defaults for what isn't given.</summary>
    public HostOptions Options(string repository) => new()
    {
        DataDirectory = Path.GetFullPath(_values.GetValueOrDefault("--data", Path.Combine(repository, ".data"))),
        Catalogue = Path.GetFullPath(_values.GetValueOrDefault("--catalogue", Path.Combine(repository, "sensors.json"))),
        Reset = _values.ContainsKey("--reset"),
        MySql = _values.GetValueOrDefault("--mysql"),
        EventHub = _values.GetValueOrDefault("--eventhub"),
        Dashboard = DashboardSettings.Read(_values, _environment),
        Fleet = _values.GetValueOrDefault("--fleet"),
        Simulation = SimulationSettings.Where(setting => _values.ContainsKey(setting.Key)).ToDictionary(setting => setting.Value, setting => _values[setting.Key]),
    };

    private void Read(IReadOnlyList<string> arguments)
    {
        for (var index = 0; index < arguments.Count; index++)
        {
            var parts = arguments[index].Split('=', 2);
            switch (parts[0])
            {
                case var name when Switches.Contains(name) && parts.Length == 1:
                    Add(parts[0], "");
                    break;
                case var name when OptionsWithValue.Contains(name):
                    var value = parts.Length == 2 ? parts[1] : arguments.ElementAtOrDefault(++index);
                    if (string.IsNullOrWhiteSpace(value) || (parts.Length == 1 && value.StartsWith("--", StringComparison.Ordinal)))
                        _errors.Add($"{parts[0]} needs a value.");
                    else
                        Add(parts[0], value);
                    break;
                default:
                    _errors.Add($"Unknown option {arguments[index]}.");
                    break;
            }
        }
    }

    private void Add(string name, string value)
    {
        if (!_values.TryAdd(name, value))
            _errors.Add($"{name} is given twice.");
    }
}
