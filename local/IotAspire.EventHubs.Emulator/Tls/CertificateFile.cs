using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IotAspire.EventHubs.Emulator.Partitions;
using IotAspire.Folders;

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

/// <summary>
/// A turn with a folder that several processes use, one after the other. The operating system ends it however the process does.
/// </summary>
internal sealed class FolderTurn : IDisposable
{
    // Making a certificate takes milliseconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly FileStream _file;

    private FolderTurn(FileStream file) => _file = file;

    /// <summary>Waits for the turn; creates the folder if it isn't there.</summary>
    /// <exception cref="IOException">Others take too long.</exception>
    /// <exception cref="UnauthorizedAccessException">Others could have put a key there.</exception>
    public static FolderTurn Take(string folder)
    {
        DurableDirectory.Create(folder);
        PrivateFolder.CreateReadable(folder);
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new FolderTurn(PrivateFolder.Lock(Path.Combine(folder, ".lock")));
            }
            catch (IOException) when (Stopwatch.GetElapsedTime(started) < Patience)
            {
                Thread.Sleep(Pause);
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
