using IotAspire.EventHubs.Emulator.Codec;

namespace IotAspire.EventHubs.Emulator.Links;

/// <summary>A request to <c>$cbs</c> or <c>$management</c>.</summary>
internal sealed record Request(object? MessageId, string? ReplyTo, AmqpMap Arguments, object? Body)
{
    private const int MessageIdField = 0;
    private const int ReplyToField = 4;

    public string? this[string name] => Arguments[name] switch { string text => text, Symbol symbol => symbol.Value, _ => null };

    public static Request Read(ReadOnlySpan<byte> message)
    {
        var request = new Request(null, null, AmqpMap.Empty, null);
        var sections = new SectionReader(message);
        while (sections.Next())
        {
            var value = new AmqpReader(sections.Value);
            request = sections.Code switch
            {
                MessageSection.Properties => request.WithProperties(value.ReadValue()),
                MessageSection.ApplicationProperties => request with { Arguments = value.ReadValue() as AmqpMap ?? AmqpMap.Empty },
                MessageSection.Value => request with { Body = value.ReadValue() },
                _ => request,
            };
        }

        return request;
    }

    private Request WithProperties(object? value)
    {
        var fields = (value as AmqpList)?.Items ?? [];
        return this with
        {
            MessageId = fields.ElementAtOrDefault(MessageIdField),
            ReplyTo = fields.ElementAtOrDefault(ReplyToField) as string,
        };
    }
}
