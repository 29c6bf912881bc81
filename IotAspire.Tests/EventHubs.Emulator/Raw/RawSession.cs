using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IotAspire.EventHubs.Emulator.Codec;

namespace IotAspire.Tests.EventHubs.Emulator.Raw;

/// <summary>A session of a raw peer with what links need.</summary>
internal sealed class RawSession(FramePeer peer, ushort channel, uint window = 5000)
{
    private const uint Window = 5000;
    private const int DeliveryCountField = 5;

    private RawFrame? _detach;

    public static async Task<RawSession> BeginAsync(FramePeer peer, ushort channel, uint window = Window)
    {
        await peer.SendAsync(new Begin(null, 0, window, Window), channel);
        await peer.ReadAsync(PerformativeCode.Begin);
        return new RawSession(peer, channel, window);
    }

    /// <summary>Attaches a link on which we send; returns the answer.</summary>
    public async Task<RawFrame> AttachSenderAsync(uint handle, string address)
    {
        await peer.SendAsync(Sender(handle, address), channel);
        return await peer.ReadAsync(PerformativeCode.Attach);
    }

    /// <summary>Attaches a link on which we receive and gives it credit; returns the answer.</summary>
    public async Task<RawFrame> AttachReceiverAsync(Attach attach, uint credit)
    {
        await peer.SendAsync(attach, channel);
        var answer = await peer.ReadAsync(PerformativeCode.Attach);
        await GrantAsync(attach.Handle, credit);
        return answer;
    }

    public Task GrantAsync(uint handle, uint credit) =>
        peer.SendAsync(new Flow(0, window, 0, Window) { Handle = handle, DeliveryCount = 0, LinkCredit = credit }, channel);

    public Task TransferAsync(uint handle, uint id, byte[] message, bool settled = false, uint format = 0) =>
        peer.SendAsync(new Transfer(handle, id) { Settled = settled, MessageFormat = format }, channel, message);

    /// <summary>
    /// Sends the same message again and again, settled, as fast as there is credit; the detach that ends it, or null if all were
    /// taken.
    /// </summary>
    public Task<RawFrame?> FloodAsync(uint handle, int count, byte[] message) =>
        FloodUnboundedAsync(handle, count, message).WaitAsync(TestHub.Deadline, TestContext.Current.CancellationToken);

    private async Task<RawFrame?> FloodUnboundedAsync(uint handle, int count, byte[] message)
    {
        var limit = await ReadLimitAsync(handle);
        for (uint number = 0; number < count; number++)
        {
            while (limit is not null && number >= limit)
                limit = await ReadLimitAsync(handle);
            if (limit is null)
                return _detach;
            await TransferAsync(handle, number, message, settled: true);
        }

        return null;
    }

    /// <summary>Proves to hold the key, as every client must before it attaches to a hub.</summary>
    public async Task<Dictionary<byte, object?>> PutTokenAsync(string audience)
    {
        await AttachSenderAsync(0, "$cbs");
        await AttachReceiverAsync(Receiver(1, "$cbs", "cbs-reply"), 10);
        await TransferAsync(0, 0, RawMessage.Request(
            "token", "cbs-reply", Token(audience), ("operation", "put-token"), ("type", "servicebus.windows.net:sastoken"), ("name", audience),
            ("expiration", new Timestamp(DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds()))), settled: true);
        return RawMessage.Decode((await peer.ReadAsync(PerformativeCode.Transfer)).Payload);
    }

    // The delivery count up to which there is credit; null when the link was detached.
    private async Task<uint?> ReadLimitAsync(uint handle)
    {
        while (true)
        {
            var frame = await peer.ReadAsync();
            if (frame.Code == PerformativeCode.Detach)
            {
                _detach = frame;
                return null;
            }

            if (frame.Code == PerformativeCode.Flow && Equals(frame.Fields[DeliveryCountField - 1], handle))
                return (uint)frame.Fields[DeliveryCountField]! + (uint)frame.Fields[DeliveryCountField + 1]!;
        }
    }

    public static Attach Sender(uint handle, string address) => new($"sender-{handle}-{address}", handle, IsReceiver: false)
    {
        Source = new Described(0x28ul, new AmqpList([null])),
        Target = new Described(0x29ul, new AmqpList([address])),
        InitialDeliveryCount = 0,
    };

    public static Attach Receiver(uint handle, string address, string? replyTo = null, AmqpMap? filter = null) => new($"receiver-{handle}-{address}", handle, IsReceiver: true)
    {
        SenderSettleMode = Attach.Settled,
        Source = new Described(0x28ul, new AmqpList([address, null, null, null, null, null, null, filter])),
        Target = new Described(0x29ul, new AmqpList([replyTo])),
    };

    public static string Token(string audience)
    {
        var resource = Uri.EscapeDataString(audience);
        var expiry = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData("SAS_KEY_VALUE"u8, Encoding.UTF8.GetBytes($"{resource}\n{expiry}"));
        return $"SharedAccessSignature sr={resource}&sig={Uri.EscapeDataString(Convert.ToBase64String(signature))}&se={expiry}&skn=RootManageSharedAccessKey";
    }
}
