using System.Globalization;

namespace IotAspire.EventHubs.Emulator.Hosting;

/// <summary>The process's command line.</summary>
internal static class CommandLine
{
    public const string Usage = """
        Usage: IotAspire.EventHubs.Emulator [options]
          --port NUMBER          AMQP port, 0 for a free one (default 5672)
          --http-port NUMBER     port of /health, 0 for a free one (default 5300)
          --hub NAME[:PARTITIONS[:GROUP,…]]   an event hub with its consumer groups besides $Default; repeatable
          --data FOLDER          where events are kept (default: in memory)
          --key-name NAME        name of the access key (default RootManageSharedAccessKey)
          --key KEY              the access key (default SAS_KEY_VALUE)
        """;

    private const int MaximumPartitions = 1024;

    /// <summary>Reads the arguments; every error found is in the second part.</summary>
    public static (EventHubsEmulatorOptions Options, IReadOnlyList<string> Errors) Parse(IReadOnlyList<string> arguments)
    {
        var options = new EventHubsEmulatorOptions();
        var hubs = new List<EventHubOptions>();
        var errors = new List<string>();
        for (var i = 0; i < arguments.Count; i += 2)
        {
            if (i + 1 == arguments.Count)
                errors.Add($"{arguments[i]}: a value is missing, or the option is unknown.");
            else if (Apply(options, hubs, arguments[i], arguments[i + 1]) is { } error)
                errors.Add(error);
        }

        if (hubs.Count == 0)
            errors.Add("--hub: at least one event hub is needed.");
        errors.AddRange(hubs.GroupBy(hub => hub.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1)
            .Select(group => $"--hub: '{group.Key}' is there twice."));
        options.Hubs = hubs;
        return (options, errors);
    }

    private static string? Apply(EventHubsEmulatorOptions options, List<EventHubOptions> hubs, string name, string value)
    {
        switch (name)
        {
            case "--port":
                return ReadPort(name, value, port => options.Port = port);
            case "--http-port":
                return ReadPort(name, value, port => options.HttpPort = port);
            case "--hub":
                return ReadHub(value, hubs);
            case "--data":
                options.DataDirectory = Path.GetFullPath(value);
                return null;
            case "--key-name":
                options.KeyName = value;
                return null;
            case "--key":
                options.Key = value;
                return null;
            default:
                return $"{name}: unknown option.";
        }
    }

    private static string? ReadPort(string name, string value, Action<int> set)
    {
        if (!ushort.TryParse(value, CultureInfo.InvariantCulture, out var port))
            return $"{name}: '{value}' isn't a port (0 to 65535).";
        set(port);
        return null;
    }

    private static string? ReadHub(string value, List<EventHubOptions> hubs)
    {
        var parts = value.Split(':');
        var partitions = new EventHubOptions("").Partitions;
        if (parts.Length > 3 || !IsName(parts[0]))
            return $"--hub: '{value}' isn't NAME[:PARTITIONS[:GROUP,…]] with a name of letters, digits, '.', '-' and '_'.";
        if (parts.Length > 1 && (!int.TryParse(parts[1], CultureInfo.InvariantCulture, out partitions) || partitions is < 1 or > MaximumPartitions))
            return $"--hub: '{parts[1]}' isn't a number of partitions (1 to {MaximumPartitions}).";
        var groups = parts.Length > 2 ? parts[2].Split(',', StringSplitOptions.RemoveEmptyEntries) : [];
        hubs.Add(new EventHubOptions(parts[0], partitions, groups));
        return null;
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 256 && char.IsAsciiLetterOrDigit(name[0])
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_');
}
