using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IotAspire.EventHubs.Emulator.Tls;

/// <summary>Reads a certificate with its private key from a PEM or PFX file.</summary>
internal static class CertificateFile
{
    /// <exception cref="InvalidDataException">The file isn't what it should be.</exception>
    public static X509Certificate2 Load(string path, string? keyPath, string? password)
    {
        try
        {
            return IsPem(path) ? LoadPem(path, keyPath, password) : X509CertificateLoader.LoadPkcs12FromFile(path, password);
        }
        catch (CryptographicException exception)
        {
            throw new InvalidDataException(
                $"{path} isn't a certificate with its private key (PEM or PFX; with the password if it has one): {exception.Message}", exception);
        }
    }

    /// <summary>The certificates of a PEM file besides the server's own.</summary>
    public static X509Certificate2Collection LoadChain(string path, X509Certificate2 own)
    {
        var chain = new X509Certificate2Collection();
        if (IsPem(path))
            chain.ImportFromPemFile(path);
        if (chain.FirstOrDefault(certificate => certificate.Thumbprint == own.Thumbprint) is { } same)
            chain.Remove(same);
        return chain;
    }

    private static bool IsPem(string path) => File.ReadAllBytes(path).AsSpan().IndexOf("-----BEGIN "u8) >= 0;

    private static X509Certificate2 LoadPem(string path, string? keyPath, string? password)
    {
        var certificate = password is null
            ? X509Certificate2.CreateFromPemFile(path, keyPath)
            : X509Certificate2.CreateFromEncryptedPemFile(path, password, keyPath);
        if (!OperatingSystem.IsWindows())
            return certificate;
        // Windows' TLS can't use a key that lives only in memory.
        using (certificate)
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }
}
