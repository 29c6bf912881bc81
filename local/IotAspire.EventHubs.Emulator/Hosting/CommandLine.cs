using System.Globalization;
using System.Text.Json;
using IotAspire.EventHubs.Emulator.Hubs;

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

/// <summary>All options of the command line, in the order of <c>--help</c>.</summary>
internal static class CommandLineOptions
{
    public static IReadOnlyList<CommandLineOption> All { get; } =
    [
        CommandLineOption.Text("--listen", "ADDRESS", "localhost, any, or an IP address; off loopback only with --key (default localhost)", (options, value) => options.Listen = value),
        new("--port", "NUMBER", "AMQP port, 0 for a free one (default 5672)", Port((options, port) => options.Port = port)),
        new("--http-port", "NUMBER", "port of the page and /health, 0 for a free one (default 5300)", Port((options, port) => options.HttpPort = port)),
        new("--hub", "NAME[:PARTITIONS[:GROUP,…]]", "an event hub with its consumer groups besides $Default; repeatable", AddHub),
        CommandLineOption.Text("--data", "FOLDER", "where events are kept (default: in memory)", (options, value) => options.DataDirectory = Path.GetFullPath(value)),
        CommandLineOption.Text("--key-name", "NAME", "name of the access key (default RootManageSharedAccessKey)", (options, value) => options.KeyName = value),
        CommandLineOption.Text("--key", "KEY", "the access key (default SAS_KEY_VALUE)", (options, value) => options.Key = value),
        new("--retention-time", "TIME", "how long events are kept, such as 30s, 90m, 12h, 7d, or none for no limit (default 7d)", SetRetentionTime),
        new("--retention-bytes", "SIZE", "how much each partition keeps, such as 500MiB, 2GiB (default 1GiB)", SetRetentionBytes),
        new("--maximum-message-size", "SIZE", "largest message accepted, up to 1MiB (default 1MiB)", SetMaximumMessageSize),
        new("--tls-port", "NUMBER", "port of AMQP over TLS, 0 for a free one; any --tls option enables TLS (default 5671)",
            Port((options, port) => Tls(options).Port = port)),
        CommandLineOption.Text("--tls-certificate", "FILE", "certificate with its key, PEM or PFX (default: a self-signed one, created once and kept)",
            (options, value) => Tls(options).CertificateFile = Path.GetFullPath(value)),
        CommandLineOption.Text("--tls-key", "FILE", "the private key, PEM, if it isn't in the certificate's file",
            (options, value) => Tls(options).KeyFile = Path.GetFullPath(value)),
        CommandLineOption.Text("--tls-password", "PASSWORD", "password of the key or of the PFX file", (options, value) => Tls(options).Password = value),
        CommandLineOption.Text("--tls-folder", "FOLDER", "where the self-signed certificate is kept (default: .tls in the data folder or the user's folder)",
            (options, value) => Tls(options).Folder = Path.GetFullPath(value)),
        CommandLineOption.Text("--tls-public", "FILE", "where to write the certificate for clients to trust (default: certificate.crt in the folder)",
            (options, value) => Tls(options).PublicCertificateFile = Path.GetFullPath(value)),
    ];

    private static EventHubsEmulatorTlsOptions Tls(EventHubsEmulatorOptions options) => options.Tls ??= new() { Port = 5671 };

    private static Func<EventHubsEmulatorOptions, string, string?> Port(Action<EventHubsEmulatorOptions, int> set) =>
        (options, value) => OptionValue.Read(value, "a port: 0 to 65535", OptionValue.TryPort, (int port) => set(options, port));

    private static string? SetRetentionTime(EventHubsEmulatorOptions options, string value)
    {
        if (value != "none")
            return OptionValue.Read(value, Duration.Allowed + ", or none", Duration.TryParse, (TimeSpan time) => options.RetentionTime = time);
        options.RetentionTime = null;
        return null;
    }

    private static string? SetRetentionBytes(EventHubsEmulatorOptions options, string value) =>
        OptionValue.Read(value, ByteSize.Allowed, ByteSize.TryParse, (long bytes) => options.RetentionBytes = bytes);

    private static string? SetMaximumMessageSize(EventHubsEmulatorOptions options, string value) =>
        OptionValue.Read(value, ByteSize.Allowed, ByteSize.TryParse, (long bytes) => options.MaximumMessageSize = (int)Math.Min(bytes, int.MaxValue));

    private static string? AddHub(EventHubsEmulatorOptions options, string value)
    {
        var hub = HubArgument.Read(value, out var error);
        if (hub is not null)
            options.Hubs = [.. options.Hubs, hub];
        return error;
    }
}

/// <summary>One option of the command line.</summary>
/// <param name="Name">With its dashes.</param>
/// <param name="Value">What its value looks like.</param>
/// <param name="Help">What it does.</param>
/// <param name="Apply">Takes the value, or says what is wrong with it and what is allowed.</param>
internal sealed record CommandLineOption(string Name, string Value, string Help, Func<EventHubsEmulatorOptions, string, string?> Apply)
{
    /// <summary>An option that takes any text.</summary>
    public static CommandLineOption Text(string name, string value, string help, Action<EventHubsEmulatorOptions, string> set) =>
        new(name, value, help, (options, text) =>
        {
            set(options, text);
            return null;
        });
}

/// <summary>Reads an option's value.</summary>
internal static class OptionValue
{
    public delegate bool Reading<T>(string text, out T value);

    /// <summary>Sets the value, or says that it isn't what is allowed.</summary>
    public static string? Read<T>(string text, string allowed, Reading<T> reading, Action<T> set)
    {
        if (!reading(text, out var value))
            return $"'{text}' isn't {allowed}.";
        set(value);
        return null;
    }

    public static bool TryPort(string text, out int port)
    {
        var isPort = ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        port = number;
        return isPort;
    }
}

/// <summary>The value of <c>--hub</c>: <c>NAME[:PARTITIONS[:GROUP,…]]</c>.</summary>
internal static class HubArgument
{
    public static EventHubOptions? Read(string value, out string? error)
    {
        var parts = value.Split(':');
        var partitions = new EventHubOptions("").Partitions;
        if (parts.Length > 3)
            error = $"'{value}' isn't NAME[:PARTITIONS[:GROUP,…]].";
        else if (parts.Length > 1 && !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out partitions))
            error = $"'{value}': '{parts[1]}' isn't a number of partitions: 1 to {EntityName.MaxPartitions}.";
        else
        {
            var groups = parts.Length > 2 ? parts[2].Split(',', StringSplitOptions.RemoveEmptyEntries) : [];
            var hub = new EventHubOptions(parts[0], partitions, groups);
            var errors = EntityName.Check(hub);
            error = errors.Count == 0 ? null : $"'{value}': {string.Join(" ", errors)}";
            return errors.Count == 0 ? hub : null;
        }

        return null;
    }
}
