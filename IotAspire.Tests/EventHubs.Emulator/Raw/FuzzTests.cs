using System.Buffers;
using CsCheck;
using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Links;
using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.Tests.EventHubs.Emulator.Raw;

/// <summary>Damaged frames and messages: decoded or refused, but never worse, and never with more memory than their size warrants.</summary>
public sealed class FuzzTests
{
    private const int MaxBytesPerByte = 200;
    private const int MaxBytesAnyway = 64 * 1024;

    [Fact]
    public void Damaged_frames_are_read_or_refused() => Damage.Of(Valid.Frames).Sample(bytes => Bounded(bytes, () =>
    {
        var buffer = new ReadOnlySequence<byte>(bytes);
        while (Frame.TryRead(ref buffer, 65536, out _, out var body))
        {
            if (body.Length > 0)
                ReadPerformative(body.ToArray());
        }
    }));

    [Fact]
    public void Damaged_messages_are_taken_or_refused() => Damage.Of(Valid.Messages).Sample(bytes => Bounded(bytes, () =>
    {
        foreach (var format in new uint[] { 0, PublishedMessage.BatchFormat })
        {
            using var batch = new EventBatch();
            PublishedMessage.Read(bytes, format, batch);
        }
    }));

    [Fact]
    public void Damaged_requests_are_read_or_refused() => Damage.Of(Valid.Requests).Sample(bytes => Bounded(bytes, () => Request.Read(bytes)));

    [Fact]
    public void Whatever_was_taken_can_be_read_again() => Damage.Of(Valid.Messages).Sample(bytes => Bounded(bytes, () =>
    {
        using var batch = new EventBatch();
        PublishedMessage.Read(bytes, 0, batch);
        foreach (var slice in batch.Events)
            RawMessage.Decode(batch.Bytes.Written.Slice(slice.Start + slice.AnnotationsLength, slice.BareLength));
    }));

    private static void ReadPerformative(byte[] body)
    {
        var reader = new AmqpReader(body);
        var code = reader.ReadDescriptor();
        var fields = reader.ReadList();
        _ = code switch
        {
            PerformativeCode.Open => (object)Open.Read(fields),
            PerformativeCode.Begin => Begin.Read(fields),
            PerformativeCode.Attach => Attach.Read(fields),
            PerformativeCode.Flow => Flow.Read(fields),
            PerformativeCode.Transfer => Transfer.Read(fields),
            PerformativeCode.Disposition => Disposition.Read(fields),
            PerformativeCode.Detach => Detach.Read(fields),
            PerformativeCode.End => End.Read(fields),
            PerformativeCode.Close => Close.Read(fields),
            PerformativeCode.SaslInit => SaslInit.Read(fields),
            _ => code,
        };
    }

    private static void Bounded(byte[] bytes, Action read)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read();
        }
        catch (Exception exception) when (exception is AmqpDecodeException or AmqpException)
        {
            // Refused.
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxBytesAnyway + (MaxBytesPerByte * bytes.Length));
    }
}
