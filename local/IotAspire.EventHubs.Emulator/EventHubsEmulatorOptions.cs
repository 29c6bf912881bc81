using Microsoft.Extensions.Logging.Abstractions;

namespace IotAspire.EventHubs.Emulator;

/// <summary>What an emulator serves, and where.</summary>
public sealed class EventHubsEmulatorOptions
{
    internal const int MessageSizeLimit = 1024 * 1024;
    internal const string DefaultKey = "SAS_KEY_VALUE";

    /// <summary>
    /// Where to listen: <c>localhost</c>, the default, is 127.0.0.1 and, for ports that are named, ::1; <c>any</c> is every address of the machine; or
    /// an IP address. For others than loopback addresses <see cref="Key"/> must differ from its default, which is public.
    /// </summary>
    public string Listen { get; set; } = "localhost";

    /// <summary>AMQP port; 0, the default, takes a free one.</summary>
    public int Port { get; set; }

    /// <summary>Port of the page, of <c>/api</c> and of <c>/health</c>; 0, the default, takes a free one.</summary>
    public int HttpPort { get; set; }

    /// <summary>AMQP over TLS as well; null, the default, for plain AMQP only.</summary>
    public EventHubsEmulatorTlsOptions? Tls { get; set; }

    /// <summary>Where events are kept; null keeps them in memory.</summary>
    public string? DataDirectory { get; set; }

    /// <summary>
    /// The hubs to serve, besides those that the data directory knows from earlier runs. A hub that it knows keeps its events,
    /// and may be given more partitions and consumer groups.
    /// </summary>
    public IReadOnlyList<EventHubOptions> Hubs { get; set; } = [];

    /// <summary>Name of the access key; default <c>RootManageSharedAccessKey</c>.</summary>
    public string KeyName { get; set; } = "RootManageSharedAccessKey";

    /// <summary>The access key; default <c>SAS_KEY_VALUE</c>.</summary>
    public string Key { get; set; } = DefaultKey;

    /// <summary>Largest message taken, bytes; 1 MiB, which is also the default, as Event Hubs' standard tier.</summary>
    public int MaximumMessageSize { get; set; } = MessageSizeLimit;

    /// <summary>
    /// How many bytes of events each partition keeps, in memory or on disk, give or take a segment of a quarter of that, 64 KiB to 32 MiB; the oldest go
    /// first. Default 1 GiB.
    /// </summary>
    public long RetentionBytes { get; set; } = 1L << 30;

    /// <summary>How long events are kept, give or take a twentieth of that or a minute; null for ever. Default 7 days.</summary>
    public TimeSpan? RetentionTime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The clock of enqueued times and time-outs.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where to log; nowhere by default.</summary>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;
}

/// <summary>An event hub.</summary>
/// <param name="Name">Its name; letter case doesn't matter.</param>
/// <param name="Partitions">Number of partitions.</param>
/// <param name="ConsumerGroups">Consumer groups besides <c>$Default</c>, which is always there.</param>
public sealed record EventHubOptions(string Name, int Partitions = 4, IReadOnlyList<string>? ConsumerGroups = null)
{
    /// <summary>Consumer groups besides <c>$Default</c>; never null.</summary>
    public IReadOnlyList<string> ConsumerGroups { get; init; } = ConsumerGroups ?? [];
}

/// <summary>AMQP over TLS, on a separate port.</summary>
public sealed class EventHubsEmulatorTlsOptions
{
    /// <summary>Port; 0, the default, takes a free one.</summary>
    public int Port { get; set; }

    /// <summary>
    /// A certificate with its private key: PEM or PFX. Without one, the emulator makes its own for <c>localhost</c> and keeps
    /// it in <see cref="Folder"/>.
    /// </summary>
    public string? CertificateFile { get; set; }

    /// <summary>The private key, PEM, if it isn't in <see cref="CertificateFile"/>.</summary>
    public string? KeyFile { get; set; }

    /// <summary>Password of the private key or the PFX file, if it has one.</summary>
    public string? Password { get; set; }

    /// <summary>
    /// Where a certificate of the emulator's own is kept, the private key readable by its owner alone; the next start finds
    /// it there. Default: <c>.tls</c> in the data directory or, without one, in the user's folder for local application data.
    /// </summary>
    public string? Folder { get; set; }

    /// <summary>
    /// Where to write the certificate without its key, PEM, for clients to trust it. Default: <c>certificate.crt</c> in
    /// <see cref="Folder"/>; nowhere for a given certificate.
    /// </summary>
    public string? PublicCertificateFile { get; set; }
}
