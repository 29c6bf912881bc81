using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Hubs;

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

/// <summary>The answer to a <see cref="Request"/>.</summary>
internal sealed record Reply(int Status, string Description, AmqpMap? Body, string? ErrorCondition = null)
{
    public static Reply Failed(AmqpError error) => new(StatusOf(error.Condition), error.Description, null, error.Condition);

    /// <summary>The encoded message.</summary>
    public byte[] Encode(object? correlationId)
    {
        using var writer = new AmqpWriter();
        writer.Descriptor(MessageSection.Properties);
        writer.WriteValue(new AmqpList([null, null, null, null, null, correlationId]));
        writer.Descriptor(MessageSection.ApplicationProperties);
        List<KeyValuePair<object?, object?>> properties = [new("status-code", Status), new("status-description", Description)];
        if (ErrorCondition is not null)
            properties.Add(new("error-condition", new Symbol(ErrorCondition)));
        writer.WriteValue(new AmqpMap(properties));
        writer.Descriptor(MessageSection.Value);
        writer.WriteValue(Body);
        return writer.Written.ToArray();
    }

    private static int StatusOf(string condition) => condition switch
    {
        "amqp:not-found" => 404,
        "amqp:unauthorized-access" => 401,
        "amqp:not-implemented" => 501,
        "com.microsoft:argument-error" or "com.microsoft:argument-out-of-range" or "amqp:not-allowed" or "amqp:decode-error" => 400,
        "amqp:resource-limit-exceeded" => 403,
        "com.microsoft:timeout" => 408,
        "com.microsoft:server-busy" => 503,
        _ => 500,
    };
}

/// <summary>What answers the requests to <c>$cbs</c> or <c>$management</c>.</summary>
internal interface IRequestNode
{
    /// <summary>What a request is for the faults that may meet it.</summary>
    FaultOperation Operation { get; }

    /// <summary>What a request is about.</summary>
    EntityPath PathOf(Request request);

    /// <summary>The answer, or <see cref="Codec.AmqpException"/>.</summary>
    Reply Answer(Request request);
}
