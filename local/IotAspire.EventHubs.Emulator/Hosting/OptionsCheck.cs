using IotAspire.EventHubs.Emulator.Hubs;

namespace IotAspire.EventHubs.Emulator.Hosting;

/// <summary>Holds the options against what is allowed, before anything is started.</summary>
internal static class OptionsCheck
{
    private const int MaxPort = 65535;

    /// <summary>Everything that is wrong: the option's name, and what is wrong with it and allowed.</summary>
    public static IReadOnlyList<(string Name, string Error)> Check(EventHubsEmulatorOptions options) =>
    [
        .. CheckListen(options),
        .. CheckPorts(options),
        .. CheckLimits(options),
        .. CheckKey("KeyName", options.KeyName),
        .. CheckKey("Key", options.Key),
        .. CheckHubs(options.Hubs),
    ];

    private static IEnumerable<(string, string)> CheckListen(EventHubsEmulatorOptions options)
    {
        if (!ListenAddress.IsValid(options.Listen))
            yield return ("Listen", $"'{options.Listen}' isn't an address: {ListenAddress.Allowed}.");
        else if (!ListenAddress.IsLoopback(options.Listen) && options.Key == EventHubsEmulatorOptions.DefaultKey)
            yield return ("Key", $"It must differ from the default, which is public, to listen on '{options.Listen}'.");
    }

    private static IEnumerable<(string, string)> CheckPorts(EventHubsEmulatorOptions options)
    {
        List<(string Name, int Port)> ports = [("Port", options.Port), ("HttpPort", options.HttpPort)];
        if (options.Tls is { } tls)
            ports.Add(("TlsPort", tls.Port));
        foreach (var (name, port) in ports.Where(port => port.Port is < 0 or > MaxPort))
            yield return (name, $"{port} isn't a port: 0 to {MaxPort}.");
        foreach (var same in ports.Where(port => port.Port != 0).GroupBy(port => port.Port).Where(group => group.Count() > 1))
            yield return (same.Last().Name, $"{same.Key} is already the port of {same.First().Name}.");
    }

    private static IEnumerable<(string, string)> CheckLimits(EventHubsEmulatorOptions options)
    {
        if (options.MaximumMessageSize is < 1 or > EventHubsEmulatorOptions.MessageSizeLimit)
            yield return ("MaximumMessageSize", $"{options.MaximumMessageSize} isn't a size: 1 to {EventHubsEmulatorOptions.MessageSizeLimit} bytes.");
        if (options.RetentionBytes < 1)
            yield return ("RetentionBytes", $"{options.RetentionBytes} isn't a size: 1 byte or more.");
        if (options.RetentionTime is { } time && time <= TimeSpan.Zero)
            yield return ("RetentionTime", $"{time} isn't a valid retention time: it must be greater than zero, or none for no limit.");
    }

    // In a connection string a semicolon ends the value.
    private static IEnumerable<(string, string)> CheckKey(string name, string value)
    {
        if (string.IsNullOrWhiteSpace(value) || value.Contains(';', StringComparison.Ordinal))
            yield return (name, "It must have a value, without ';'.");
    }

    private static IEnumerable<(string, string)> CheckHubs(IReadOnlyList<EventHubOptions> hubs) =>
    [
        .. hubs.SelectMany(EntityName.Check).Select(error => ("Hub", error)),
        .. hubs.GroupBy(hub => hub.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1)
            .Select(group => ("Hub", $"'{group.Key}' is specified more than once.")),
    ];
}
