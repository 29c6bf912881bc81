using System.Diagnostics;
using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace IotAspire.Benchmarks.Hub;

/// <summary>Sends the same message again and again with so many under way, or counts what comes.</summary>
internal static class Load
{
    private const uint BatchFormat = 0x80013700;
    private const int EventBytes = 150;

    /// <summary>One message with so many events of 150 bytes, for the partition of a key.</summary>
    public static Message Batch(int events, string key)
    {
        var plain = new Message { BodySection = new Data { Binary = new byte[EventBytes] }, MessageAnnotations = Annotations(key) };
        if (events == 1)
            return plain;
        var sections = new DataList();
        for (var i = 0; i < events; i++)
            sections.Add(new Data { Buffer = plain.Encode() });
        return new Message { Format = BatchFormat, MessageAnnotations = Annotations(key), BodySection = sections };
    }

    /// <summary>Messages accepted by the hub within the time, with at most <paramref name="inFlight"/> unanswered.</summary>
    public static async Task<long> SendAsync(SenderLink link, Message message, int inFlight, TimeSpan time, CancellationToken cancellationToken)
    {
        // Encoded once: the client's cost isn't the hub's.
        var encoded = message.Encode();
        var accepted = 0L;
        var until = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(async _ =>
        {
            while (Stopwatch.GetTimestamp() < until && !cancellationToken.IsCancellationRequested)
            {
                await link.SendAsync(Copy(encoded, message.Format), TimeSpan.FromSeconds(30));
                Interlocked.Increment(ref accepted);
            }
        }));
        return accepted;
    }

    /// <summary>Counts events from now on.</summary>
    public static Counter Count(ReceiverLink link, int credit)
    {
        var counter = new Counter();
        var taken = 0;
        link.Start(0, (receiver, _) =>
        {
            counter.Add();
            if (++taken < credit / 4)
                return;
            receiver.SetCredit(taken, CreditMode.Manual);
            taken = 0;
        });
        link.SetCredit(credit, CreditMode.Manual);
        return counter;
    }

    private static Message Copy(ByteBuffer encoded, uint format)
    {
        var message = Message.Decode(new ByteBuffer(encoded.Buffer, encoded.Offset, encoded.Length, encoded.Capacity - encoded.Offset));
        message.Format = format;
        return message;
    }

    private static MessageAnnotations Annotations(string key)
    {
        var annotations = new MessageAnnotations();
        annotations[new Symbol("x-opt-partition-key")] = key;
        return annotations;
    }
}

/// <summary>A number that one thread raises and others read.</summary>
internal sealed class Counter
{
    private long _value;

    public long Value => Volatile.Read(ref _value);

    public void Add() => Interlocked.Increment(ref _value);
}
