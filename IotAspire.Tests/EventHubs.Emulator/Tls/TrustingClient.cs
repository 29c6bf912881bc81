using System.Security.Cryptography.X509Certificates;
using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace IotAspire.Tests.EventHubs.Emulator.Tls;

/// <summary>A client that trusts one certificate and checks everything else about it, the host name too.</summary>
internal static class TrustingClient
{
    /// <summary>Sends a text to a hub and reads it again; returns what it read and the certificate that it saw.</summary>
    public static async Task<(string Text, string Thumbprint)> RoundTripAsync(int port, string trustedPem, string hub, string text)
    {
        using var trusted = X509Certificate2.CreateFromPem(trustedPem);
        var seen = "";
        var factory = new ConnectionFactory();
        factory.SSL.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
        {
            seen = certificate!.GetCertHashString();
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.Add(trusted);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            return !errors.HasFlag(System.Net.Security.SslPolicyErrors.RemoteCertificateNameMismatch)
                && chain.Build(X509CertificateLoader.LoadCertificate(certificate.GetRawCertData()));
        };
        var connection = await factory.CreateAsync(new Address("localhost", port, "RootManageSharedAccessKey", "SAS_KEY_VALUE", "/", "amqps"));
        try
        {
            var session = new Session(connection);
            var sender = new SenderLink(session, "sender", $"{hub}/Partitions/0");
            await sender.SendAsync(new Message { BodySection = new Data { Binary = System.Text.Encoding.UTF8.GetBytes(text) } }, TestHub.Deadline);
            var receiver = new ReceiverLink(
                session, "receiver", new Source { Address = $"{hub}/ConsumerGroups/$Default/Partitions/0", FilterSet = new Map() }, null);
            var message = await receiver.ReceiveAsync(TestHub.Deadline);
            return (System.Text.Encoding.UTF8.GetString(message.GetBody<byte[]>()), seen);
        }
        finally
        {
            connection.Close(TimeSpan.Zero);
        }
    }
}
