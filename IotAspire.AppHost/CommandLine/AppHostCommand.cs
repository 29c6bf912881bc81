using System.CommandLine;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using IotAspire.Contracts.Catalogue;
using MySqlConnector;

namespace IotAspire.AppHost.CommandLine;

/// <summary>Reads the command line.</summary>
internal static partial class AppHostCommand
{
    // As azd and the Aspire CLI call an AppHost; the settings of Aspire that a user may give have colons.
    private static readonly HashSet<string> AspireOptions =
        ["--operation", "--step", "--publisher", "--output-path", "--environment", "--log-level", "--deployer", "--list-steps", "--clear-cache", "--include-exception-details"];

    private static readonly Option<bool> Reset = new("--reset") { Description = "Delete the data of earlier runs; data on existing servers isn't changed." };

    private static readonly Option<string> Data = new("--data") { Description = "The folder in which local servers keep their data (default: .data in the repository).", HelpName = "folder" };

    private static readonly Option<string> MySql = new("--mysql") { Description = "Use the MySQL server with this connection string instead of starting one.", HelpName = "connection string" };

    private static readonly Option<bool> RenewMySql = new("--renew-mysql") { Description = "Download the newest MySQL or MariaDB of the distribution in place of the one downloaded earlier." };

    private static readonly Option<string> EventHub = new("--eventhub") { Description = "Use the event hub with this connection string instead of starting one.", HelpName = "connection string" };

    private static readonly Option<string> Catalogue = new("--catalogue") { Description = "The sensor catalogue (default: sensors.json in the repository).", HelpName = "file" };

    private static readonly Option<string> Fleet = new("--fleet") { Description = "Simulate this many sensors, based on those in the catalogue.", HelpName = "number" };

    private static readonly Option<string> Backfill = new("--backfill") { Description = "Start with a history of this length, such as 90s, 12h or 30d.", HelpName = "time" };

    private static readonly Option<string> Speed = new("--speed") { Description = "Run simulated time at this multiple of real time until it reaches the present; without --backfill, it starts one day ago.", HelpName = "factor" };

    private static readonly Option<string> Profile = new("--profile") { Description = "The fault profile of the simulated sensors (default: realistic)." };

    private static readonly Option<string> Seed = new("--seed") { Description = "The seed of the simulation; different seeds produce different readings (default: 1).", HelpName = "number" };

    private static readonly Option<bool> NoGenerator = new("--no-generator") { Description = "Simulate no sensors: only real ones send readings." };

    /// <summary>The options of the simulation, and the Generator's setting for each.</summary>
    private static readonly Dictionary<Option<string>, string> SimulationSettings = new()
    {
        [Backfill] = "Generator__Backfill",
        [Speed] = "Generator__Speed",
        [Profile] = "Generator__Profile",
        [Seed] = "Generator__Seed",
    };

    private static readonly RootCommand Command = Create();

    // The folder above the AppHost's project, as the build recorded it: nothing depends on where the AppHost is started.
    private static readonly string Root = Path.GetFullPath(Path.Combine(
        typeof(AppHostCommand).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key.Equals("AppHostProjectPath", StringComparison.OrdinalIgnoreCase)).Value!, ".."));

    /// <summary>Reads the command line, or writes the errors or the help to the console.</summary>
    /// <param name="args">As they come from the shell.</param>
    /// <param name="options">What they ask for.</param>
    /// <param name="exitCode">0 after <c>--help</c>, 1 when something is wrong.</param>
    public static bool TryRead(string[] args, [NotNullWhen(true)] out AppHostOptions? options, out int exitCode)
    {
        var (own, forAspire) = Split(args);
        if (Servers.NotPublished is { } reason && args.Any(argument => argument.StartsWith("--publisher", StringComparison.Ordinal) || argument is "publish" or "--operation=publish"))
        {
            Console.Error.WriteLine(reason);
            (options, exitCode) = (null, 1);
            return false;
        }

        var result = Command.Parse(own, new ParserConfiguration { ResponseFileTokenReplacer = null });
        exitCode = result.Invoke();
        // Another action than the command's writes errors or help.
        options = result.Action == Command.Action ? Read(result) with { ForAspire = forAspire } : null;
        return options is not null;
    }

    private static RootCommand Create()
    {
        Profile.AcceptOnlyFromAmong("clean", "realistic", "dirty");
        Require(Data, IsPath, "a folder");
        Require(Catalogue, File.Exists, "an existing file");
        RequireConnectionString(MySql, text => new MySqlConnectionStringBuilder(text).Server.Length > 0, "Server=…;User ID=…;Password=…");
        RequireConnectionString(EventHub, text => new DbConnectionStringBuilder { ConnectionString = text }.ContainsKey("Endpoint"), "Endpoint=sb://…;SharedAccessKeyName=…;SharedAccessKey=…");
        Require(Fleet, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= SensorFleet.MaxSensors, $"a whole number from 1 to {SensorFleet.MaxSensors}");
        Require(Backfill, HistoryTime.IsValid, HistoryTime.Allowed);
        Require(Speed, text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var factor) && factor >= 1 && double.IsFinite(factor), "a number of at least 1");
        Require(Seed, text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _), "a whole number");
        var command = new RootCommand("Runs the whole pipeline: event hub, MySQL, Aggregator, Generator, Api, and Aspire's dashboard.");
        foreach (Option option in new Option[] { Reset, Data, MySql, RenewMySql, EventHub, Catalogue, Fleet, Backfill, Speed, Profile, Seed, NoGenerator })
            command.Options.Add(option);
        command.SetAction(_ => 0);
        command.Validators.Add(result =>
        {
            if (result.GetValue(RenewMySql) && Servers.NotRenewed is { } reason)
                result.AddError(reason);
            if (result.GetValue(NoGenerator) && SimulationSettings.Keys.FirstOrDefault(option => result.GetResult(option) is not null) is { } simulated)
                result.AddError($"{simulated.Name} can't be combined with {NoGenerator.Name}: it applies only to simulated sensors.");
        });
        return command;
    }

    private static bool IsPath(string text) => text.Length > 0 && !text.StartsWith("--", StringComparison.Ordinal);

    // It holds a secret, so it isn't repeated.
    private static void RequireConnectionString(Option<string> option, Func<string, bool> isRight, string example) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<string>() is { } text && !IsReadAs(text, isRight))
            result.AddError($"{option.Name} must be a connection string, such as \"{example}\".");
    });

    private static bool IsReadAs(string connectionString, Func<string, bool> isRight)
    {
        try
        {
            return isRight(connectionString);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void Require(Option<string> option, Func<string, bool> isRight, string allowed) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<string>() is { } text && !isRight(text))
            result.AddError($"{option.Name} is '{text}', must be {allowed}.");
    });

    private static AppHostOptions Read(ParseResult result) => new()
    {
        DataFolder = Path.GetFullPath(result.GetValue(Data) ?? Path.Combine(Root, ".data")),
        IsReset = result.GetValue(Reset),
        MySql = result.GetValue(MySql),
        RenewsMySql = result.GetValue(RenewMySql),
        EventHub = result.GetValue(EventHub),
        Catalogue = Path.GetFullPath(result.GetValue(Catalogue) ?? Path.Combine(Root, "sensors.json")),
        Fleet = result.GetValue(Fleet),
        HasGenerator = !result.GetValue(NoGenerator),
        Simulation = SimulationSettings.Where(setting => result.GetValue(setting.Key) is not null).ToDictionary(setting => setting.Value, setting => result.GetValue(setting.Key)!),
    };

    private static (string[] Own, string[] ForAspire) Split(string[] args)
    {
        var (own, forAspire) = (new List<string>(), new List<string>());
        for (var i = 0; i < args.Length; i++)
        {
            var name = args[i].Split('=', 2)[0];
            if (!AspireOptions.Contains(name) && !AspireSetting().IsMatch(name))
            {
                own.Add(args[i]);
                // The value, even if it looks like an option.
                if (!args[i].Contains('=', StringComparison.Ordinal) && i + 1 < args.Length && Command.Options.OfType<Option<string>>().Any(option => option.Name == name))
                    own.Add(args[++i]);
                continue;
            }

            forAspire.Add(args[i]);
            if (!args[i].Contains('=', StringComparison.Ordinal) && i + 1 < args.Length && !args[i + 1].StartsWith('-'))
                forAspire.Add(args[++i]);
        }

        return ([.. own], [.. forAspire]);
    }

    [GeneratedRegex("^(--)?[A-Za-z]+(:[A-Za-z0-9.-]+)+$")]
    private static partial Regex AspireSetting();
}
