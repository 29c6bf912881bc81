namespace IotAspire.EventHubs.Emulator;

/// <summary>AMQP over TLS, on a separate port.</summary>
public sealed class EventHubsEmulatorTlsOptions
{
    /// <summary>Port on the loopback address; 0, the default, takes a free one.</summary>
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
