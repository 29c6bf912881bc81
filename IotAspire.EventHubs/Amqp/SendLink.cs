using Amqp;
using Amqp.Framing;

namespace IotAspire.EventHubs.Amqp;

/// <summary>A link to send on, and how large a message may be.</summary>
internal sealed record SendLink(SenderLink Link, int MaximumMessageSize)
{
    // What Event Hubs allows where it doesn't say.
    private const int DefaultMessageSize = 1024 * 1024;

    public static async Task<SendLink> OpenAsync(AmqpPeer peer, AmqpClientOptions options, CancellationToken cancellationToken)
    {
        var address = options.Hub.EventHubName;
        var opening = new LinkOpening($"Opening a sender to {address}");
        var session = await peer.BeginAsync(address, cancellationToken);
        var link = new SenderLink(
            session,
            $"sender-{Guid.NewGuid():N}",
            new Attach
            {
                Source = new Source(),
                Target = new Target { Address = address },
                SndSettleMode = SenderSettleMode.Unsettled,
                RcvSettleMode = ReceiverSettleMode.First,
            },
            opening.OnSenderAttached);
        try
        {
            var answer = await opening.WaitAsync(link, options.TryTimeout, options.Time, cancellationToken);
            return new SendLink(link, answer.MaxMessageSize is 0 or > int.MaxValue ? DefaultMessageSize : (int)answer.MaxMessageSize);
        }
        catch
        {
            session.Close(TimeSpan.Zero);
            throw;
        }
    }

    /// <summary>Gives back the session of a link that broke.</summary>
    public void Abandon() => Link.Session.Close(TimeSpan.Zero);
}
