using System.Text;
using IotAspire.EventHubs.Emulator.Codec;

namespace IotAspire.Tests.EventHubs.Emulator.Raw;

/// <summary>Logging in with the key itself, and what follows from it.</summary>
public sealed class LoginTests
{
    private static readonly byte[] SaslHeader = [.. "AMQP"u8, 3, 1, 0, 0];

    [Fact]
    public async Task The_key_as_password_is_a_claim_to_everything()
    {
        await using var hub = await TestHub.StartAsync();
        await using var peer = await FramePeer.ConnectAsync(hub.Port);

        Assert.Equal(0, await LogInAsync(peer, "SAS_KEY_VALUE"));

        await OpenAsync(peer);
        var session = await RawSession.BeginAsync(peer, 0);
        Assert.NotNull((await session.AttachSenderAsync(0, TestHub.Name)).Fields[6]);
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        await using var hub = await TestHub.StartAsync();
        await using var peer = await FramePeer.ConnectAsync(hub.Port);

        Assert.Equal(1, await LogInAsync(peer, "another"));
    }

    [Fact]
    public async Task A_publisher_is_an_address_to_send_to()
    {
        await using var hub = await TestHub.StartAsync();
        await using var peer = await FramePeer.ConnectAsync(hub.Port);
        await LogInAsync(peer, "SAS_KEY_VALUE");
        await OpenAsync(peer);
        var session = await RawSession.BeginAsync(peer, 0);

        await session.AttachSenderAsync(0, $"{TestHub.Name}/Publishers/p");
        await session.TransferAsync(0, 0, RawMessage.Event("a"));

        var outcome = await peer.ReadAsync(PerformativeCode.Disposition);
        Assert.Equal(0x24ul, Assert.IsType<Described>(outcome.Fields[4]).Descriptor);
    }

    private static async Task<byte> LogInAsync(FramePeer peer, string password)
    {
        await peer.WriteAsync(SaslHeader);
        await peer.ReadBytesAsync(SaslHeader.Length);
        await peer.ReadAsync(PerformativeCode.SaslMechanisms);
        var response = Encoding.UTF8.GetBytes($"\0RootManageSharedAccessKey\0{password}");
        await peer.WriteAsync(RawFrame.Encode(new SaslInitFrame("PLAIN", response), 0, type: Frame.Sasl));
        return (byte)(await peer.ReadAsync(PerformativeCode.SaslOutcome)).Fields[0]!;
    }

    private static async Task OpenAsync(FramePeer peer)
    {
        await peer.WriteAsync(FramePeer.AmqpHeader);
        await peer.ReadBytesAsync(FramePeer.AmqpHeader.Length);
        await peer.SendAsync(new Open("me"));
        await peer.ReadAsync(PerformativeCode.Open);
    }
}
