using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IotAspire.Folders;

namespace IotAspire.EventHubs.Emulator.Tls;

/// <summary>The certificate that the TLS port shows, with the others of its chain, and where its public part was written.</summary>
internal sealed record ServerCertificate(X509Certificate2 Certificate, X509Certificate2Collection Chain, string? PublicFile) : IDisposable
{
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(14);

    /// <summary>The given certificate, or one of the emulator's own, made when there is none or it expires soon.</summary>
    public static ServerCertificate Open(EventHubsEmulatorTlsOptions tls, string? dataDirectory, TimeProvider time)
    {
        var folder = tls.CertificateFile is null ? tls.Folder ?? Path.Combine(dataDirectory ?? OwnFolder(), ".tls") : null;
        // Several emulators may start at once: all of them use what the first one put there.
        using var turn = folder is null ? null : FolderTurn.Take(folder);
        var certificate = folder is null ? CertificateFile.Load(tls.CertificateFile!, tls.KeyFile, tls.Password) : OpenOwn(folder, time.GetUtcNow());
        var publicFile = tls.PublicCertificateFile ?? (folder is null ? null : Path.Combine(folder, "certificate.crt"));
        Publish(certificate, publicFile);
        return new ServerCertificate(certificate, tls.CertificateFile is { } path ? CertificateFile.LoadChain(path, certificate) : [], publicFile);
    }

    public void Dispose()
    {
        Certificate.Dispose();
        foreach (var certificate in Chain)
            certificate.Dispose();
    }

    // Never a folder in which others could have put a key.
    private static string OwnFolder()
    {
        if (Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) is not { Length: > 0 } home)
            throw new InvalidDataException("This user has no home folder to keep a certificate in: give a data folder, a certificate, or set HOME.");
        var folder = Path.Combine(home, "IotAspire.EventHubs.Emulator");
        PrivateFolder.Create(folder);
        return folder;
    }

    private static X509Certificate2 OpenOwn(string folder, DateTimeOffset now)
    {
        var path = Path.Combine(folder, "certificate.pem");
        var known = TryLoad(path);
        if (known is not null && known.NotAfter.ToUniversalTime() > now.UtcDateTime + RenewBefore)
            return known;
        known?.Dispose();
        PrivateFolder.WriteFile(path, SelfSignedCertificate.Create(now));
        return CertificateFile.Load(path, null, null);
    }

    private static X509Certificate2? TryLoad(string path)
    {
        try
        {
            return File.Exists(path) ? CertificateFile.Load(path, null, null) : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static void Publish(X509Certificate2 certificate, string? path)
    {
        var text = certificate.ExportCertificatePem() + "\n";
        if (path is null || (File.Exists(path) && File.ReadAllText(path) == text))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var temporary = $"{path}.{Guid.NewGuid():N}";
        File.WriteAllText(temporary, text);
        File.Move(temporary, path, overwrite: true);
    }
}

/// <summary>A certificate for the loopback names of this machine, signed by itself.</summary>
internal static class SelfSignedCertificate
{
    // Some platforms distrust server certificates that are valid for longer.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(825);
    private static readonly TimeSpan ClockDifference = TimeSpan.FromDays(1);

    /// <summary>Certificate and private key, PEM.</summary>
    public static string Create(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost, O=IotAspire Event Hubs emulator", key, HashAlgorithmName.SHA256);
        var identifier = new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(Names());
        request.CertificateExtensions.Add(identifier);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(identifier));
        using var certificate = request.CreateSelfSigned(now - ClockDifference, now + Lifetime);
        return certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n";
    }

    private static X509Extension Names()
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddDnsName("*.localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        return names.Build();
    }
}
