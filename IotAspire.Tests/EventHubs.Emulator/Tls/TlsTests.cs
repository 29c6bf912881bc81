using System.Security.Cryptography.X509Certificates;
using IotAspire.EventHubs.Emulator;
using IotAspire.EventHubs.Emulator.Tls;
using IotAspire.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace IotAspire.Tests.EventHubs.Emulator.Tls;

public sealed class TlsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_travel_over_TLS_to_a_client_that_trusts_the_published_certificate()
    {
        using var folder = new TemporaryFolder();
        await using var hub = await StartAsync(new() { Port = 0, Folder = folder.Path });

        var trusted = await File.ReadAllTextAsync(hub.PublicCertificateFile!, Cancellation);
        var (text, _) = await TrustingClient.RoundTripAsync(hub.TlsPort!.Value, trusted, TestHub.Name, "over TLS");

        Assert.Equal("over TLS", text);
        Assert.Contains($"localhost:{hub.TlsPort}", hub.TlsConnectionString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_start_shows_the_same_certificate_and_only_its_owner_can_read_the_key()
    {
        using var folder = new TemporaryFolder();
        string? first;
        await using (var hub = await StartAsync(new() { Port = 0, Folder = folder.Path }))
            first = hub.PublicCertificate;

        await using var again = await StartAsync(new() { Port = 0, Folder = folder.Path });

        Assert.Equal(first, again.PublicCertificate);
        Assert.DoesNotContain("PRIVATE KEY", await File.ReadAllTextAsync(again.PublicCertificateFile!, Cancellation), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.Combine("certificate.pem")));
    }

    [Fact]
    public void A_certificate_that_expires_soon_is_made_anew()
    {
        using var folder = new TemporaryFolder();
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var tls = new EventHubsEmulatorTlsOptions { Folder = folder.Path };
        using var first = ServerCertificate.Open(tls, null, clock);

        clock.Advance(TimeSpan.FromDays(800));
        using var same = ServerCertificate.Open(tls, null, clock);
        clock.Advance(TimeSpan.FromDays(20));
        using var other = ServerCertificate.Open(tls, null, clock);

        Assert.Equal(first.Certificate.Thumbprint, same.Certificate.Thumbprint);
        Assert.NotEqual(first.Certificate.Thumbprint, other.Certificate.Thumbprint);
        Assert.Equal(other.Certificate.ExportCertificatePem().Trim(), File.ReadAllText(other.PublicFile!).Trim());
    }

    [Fact]
    public async Task Emulators_that_start_at_once_share_one_certificate()
    {
        for (var round = 0; round < 5; round++)
        {
            using var folder = new TemporaryFolder();
            var tls = new EventHubsEmulatorTlsOptions { Folder = folder.Path };
            var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => ServerCertificate.Open(tls, null, TimeProvider.System))));

            Assert.Single(all.Select(each => each.Certificate.Thumbprint).Distinct());
            Assert.Equal(all[0].Certificate.ExportCertificatePem().Trim(), (await File.ReadAllTextAsync(all[0].PublicFile!, Cancellation)).Trim());
            foreach (var each in all)
                each.Dispose();
        }
    }

    [Theory]
    [InlineData("given.pem", null)]
    [InlineData("given.pfx", "secret")]
    public async Task A_given_certificate_is_shown(string name, string? password)
    {
        using var folder = new TemporaryFolder();
        var pem = SelfSignedCertificate.Create(DateTimeOffset.UtcNow);
        using var given = X509Certificate2.CreateFromPem(pem, pem);
        var file = folder.Combine(name);
        await File.WriteAllBytesAsync(
            file, password is null ? System.Text.Encoding.ASCII.GetBytes(pem) : given.Export(X509ContentType.Pfx, password), Cancellation);

        await using var hub = await StartAsync(new() { Port = 0, CertificateFile = file, Password = password });

        var (_, thumbprint) = await TrustingClient.RoundTripAsync(hub.TlsPort!.Value, given.ExportCertificatePem(), TestHub.Name, "given");
        Assert.Equal(given.Thumbprint, thumbprint);
        Assert.Null(hub.PublicCertificateFile);
    }

    [Fact]
    public async Task A_file_that_is_no_certificate_is_named()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Combine("wrong.pfx");
        await File.WriteAllTextAsync(file, "not a certificate", Cancellation);

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => StartAsync(new() { Port = 0, CertificateFile = file }));

        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
    }

    private static Task<EventHubsEmulator> StartAsync(EventHubsEmulatorTlsOptions tls) => EventHubsEmulator.StartAsync(
        new() { Port = 0, HttpPort = 0, Tls = tls, Hubs = [new(TestHub.Name)] }, Cancellation);
}
