namespace IotAspire.EventHubs.Emulator.Hosting;

/// <summary>All options of the command line, in the order of <c>--help</c>.</summary>
internal static class CommandLineOptions
{
    public static IReadOnlyList<CommandLineOption> All { get; } =
    [
        new("--port", "NUMBER", "AMQP port, 0 for a free one (default 5672)", Port((options, port) => options.Port = port)),
        new("--http-port", "NUMBER", "port of the page and /health, 0 for a free one (default 5300)", Port((options, port) => options.HttpPort = port)),
        new("--hub", "NAME[:PARTITIONS[:GROUP,…]]", "an event hub with its consumer groups besides $Default; repeatable", AddHub),
        CommandLineOption.Text("--data", "FOLDER", "where events are kept (default: in memory)", (options, value) => options.DataDirectory = Path.GetFullPath(value)),
        CommandLineOption.Text("--key-name", "NAME", "name of the access key (default RootManageSharedAccessKey)", (options, value) => options.KeyName = value),
        CommandLineOption.Text("--key", "KEY", "the access key (default SAS_KEY_VALUE)", (options, value) => options.Key = value),
        new("--retention-time", "TIME", "how long events are kept, such as 30s, 90m, 12h, 7d, or none for ever (default 7d)", SetRetentionTime),
        new("--retention-bytes", "SIZE", "how much each partition keeps, such as 500MiB, 2GiB (default 1GiB)", SetRetentionBytes),
        new("--maximum-message-size", "SIZE", "largest message taken, up to 1MiB (default 1MiB)", SetMaximumMessageSize),
        new("--tls-port", "NUMBER", "AMQP over TLS as well, on this port, 0 for a free one; any --tls option turns it on (default 5671)",
            Port((options, port) => Tls(options).Port = port)),
        CommandLineOption.Text("--tls-certificate", "FILE", "certificate with its key, PEM or PFX (default: a self-signed one, created once and kept)",
            (options, value) => Tls(options).CertificateFile = Path.GetFullPath(value)),
        CommandLineOption.Text("--tls-key", "FILE", "the private key, PEM, if it isn't in the certificate's file",
            (options, value) => Tls(options).KeyFile = Path.GetFullPath(value)),
        CommandLineOption.Text("--tls-password", "PASSWORD", "password of the key or of the PFX file", (options, value) => Tls(options).Password = value),
        CommandLineOption.Text("--tls-folder", "FOLDER", "where its own certificate is kept (default: .tls in the data or the user's folder)",
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
