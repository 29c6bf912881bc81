using Azure.Messaging.EventHubs;

namespace IotAspire.EventHubs;

/// <summary>What an event carries.</summary>
public static class EventContent
{
    /// <summary>
    /// The bytes of the body. A producer of another kind may have sent something else than bytes, where
    /// <see cref="EventData.EventBody"/> throws: a text gives its UTF-8, anything else nothing.
    /// </summary>
    public static ReadOnlyMemory<byte> ReadBody(this EventData data)
    {
        var body = data.GetRawAmqpMessage().Body;
        if (body.TryGetData(out var sections))
            return Join(sections!);
        if (!body.TryGetValue(out var value))
            return ReadOnlyMemory<byte>.Empty;
        return value switch
        {
            byte[] bytes => bytes,
            string text => System.Text.Encoding.UTF8.GetBytes(text),
            _ => ReadOnlyMemory<byte>.Empty,
        };
    }

    // Nearly always one, which needs no copy. A message can have a hundred thousand.
    private static ReadOnlyMemory<byte> Join(IEnumerable<ReadOnlyMemory<byte>> sections)
    {
        var all = sections as IReadOnlyList<ReadOnlyMemory<byte>> ?? [.. sections];
        if (all.Count == 1)
            return all[0];
        var joined = new byte[all.Sum(section => section.Length)];
        var length = 0;
        foreach (var section in all)
        {
            section.CopyTo(joined.AsMemory(length));
            length += section.Length;
        }

        return joined;
    }
}
