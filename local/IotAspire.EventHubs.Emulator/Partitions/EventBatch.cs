using IotAspire.EventHubs.Emulator.Codec;

namespace IotAspire.EventHubs.Emulator.Partitions;

/// <summary>
/// Events of one delivery on their way into a partition: for each the header and delivery annotations that the producer sent, the message
/// annotations, as encoded pairs, and behind them the rest of the message.
/// </summary>
internal sealed class EventBatch : IDisposable
{
    // A message of a million bytes can hold hundreds of thousands of empty events, each stored with its annotations.
    private const int MaxStoredSize = 16 * 1024 * 1024;

    // The smallest event of a batch is a section of five bytes, and is stored with the key of the whole.
    private const int MaxTimesPayload = 200;

    private readonly List<EventSlice> _events = [];

    public AmqpWriter Bytes { get; } = new();

    public IReadOnlyList<EventSlice> Events => _events;

    /// <summary>What its events take to store, about.</summary>
    public long StoredSize => Bytes.Length + ((long)_events.Count * RecordFormat.Overhead);

    /// <summary>The sequence number of the first event, once it has one.</summary>
    public long FirstSequenceNumber { get; set; } = -1;

    /// <summary>Called once when all events are durable, or with the error that kept them out.</summary>
    public Action<AmqpError?>? Completed { get; set; }

    /// <summary>Called once when its bytes are let go.</summary>
    public Action? Disposed { get; set; }

    /// <summary>No batch of a payload of that many bytes is larger, apart from one last event that makes it too large.</summary>
    public static long MaxStored(int payload) => Math.Min(MaxStoredSize, (long)payload * MaxTimesPayload);

    /// <summary>Closes an event that was written to <see cref="Bytes"/> from <paramref name="start"/> on.</summary>
    public void Add(int start, int headLength, int annotationPairs, int annotationsLength)
    {
        // What is longer could be written and not be read again, and would end the partition for whatever comes behind it.
        if (Bytes.Length - start + RecordFormat.Overhead > RecordFormat.MaxMessageLength)
            throw new AmqpException(AmqpError.TooLarge($"An event takes more than {RecordFormat.MaxMessageLength} bytes to store."));
        _events.Add(new EventSlice(start, headLength, annotationPairs, annotationsLength, Bytes.Length - start - headLength - annotationsLength));
        if (StoredSize > MaxStoredSize)
            throw new AmqpException(AmqpError.TooLarge($"The events of the message take more than {MaxStoredSize} bytes to store."));
    }

    public void Dispose()
    {
        Bytes.Dispose();
        Disposed?.Invoke();
        Disposed = null;
    }
}

/// <summary>Where an event lies in <see cref="EventBatch.Bytes"/>: header and delivery annotations first, then message annotations, then the rest.</summary>
internal readonly record struct EventSlice(int Start, int HeadLength, int AnnotationPairs, int AnnotationsLength, int BareLength);
