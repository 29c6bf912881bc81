using System.IO.Pipelines;
using System.Text;
using IotAspire.EventHubs.Emulator.Access;
using IotAspire.EventHubs.Emulator.Codec;

namespace IotAspire.EventHubs.Emulator.Connections;

/// <summary>
/// The layers before the first AMQP frame: SASL, if the peer begins with it, and the protocol header. Nothing is said
/// before the peer has spoken: some clients take an early header for a broken one.
/// </summary>
internal sealed class Handshake(FrameInput input, PipeWriter pipe, FrameOutput output, Claims claims)
{
    private const byte SaslProtocol = 3;

    private static readonly byte[] AmqpHeader = [.. "AMQP"u8, 0, 1, 0, 0];
    private static readonly byte[] SaslHeader = [.. "AMQP"u8, SaslProtocol, 1, 0, 0];
    private static readonly SaslMechanisms Mechanisms = new(["ANONYMOUS", "MSSBCBS", "PLAIN"]);

    /// <summary>Whether AMQP frames may follow.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var header = await input.ReadProtocolHeaderAsync(cancellationToken);
        if (header is not null && header.AsSpan().SequenceEqual(SaslHeader))
        {
            if (!await LogInAsync(cancellationToken))
                return false;
            header = await input.ReadProtocolHeaderAsync(cancellationToken);
        }

        if (header is null)
            return false;
        // A client with another protocol gets our header, and the connection is closed (part 2, section 2.2).
        await pipe.WriteAsync(AmqpHeader, cancellationToken);
        return header.AsSpan().SequenceEqual(AmqpHeader);
    }

    private async Task<bool> LogInAsync(CancellationToken cancellationToken)
    {
        await pipe.WriteAsync(SaslHeader, cancellationToken);
        output.Send(0, Mechanisms, Frame.Sasl);
        await pipe.FlushAsync(cancellationToken);

        SaslInit? init = null;
        await input.ReadFramesAsync(
            (header, body) =>
            {
                init = header.Type == Frame.Sasl ? ReadInit(body.Span) : throw new AmqpDecodeException("A SASL frame was expected.");
                return ValueTask.FromResult(false);
            },
            cancellationToken);
        if (init is null)
            return false;

        var accepted = IsAccepted(init);
        output.Send(0, new SaslOutcome(accepted ? SaslOutcome.Ok : SaslOutcome.AuthenticationFailed), Frame.Sasl);
        await pipe.FlushAsync(cancellationToken);
        return accepted;
    }

    private bool IsAccepted(SaslInit init) => init.Mechanism switch
    {
        "ANONYMOUS" or "MSSBCBS" => true,
        "PLAIN" => Encoding.UTF8.GetString(init.InitialResponse.Span).Split('\0') is [_, var user, var password]
            && claims.TryLogIn(user, password),
        _ => false,
    };

    private static SaslInit ReadInit(ReadOnlySpan<byte> body)
    {
        var reader = new AmqpReader(body);
        return reader.ReadDescriptor() == PerformativeCode.SaslInit
            ? SaslInit.Read(reader.ReadList())
            : throw new AmqpDecodeException("sasl-init was expected.");
    }
}
