using IotAspire.EventHubs.Emulator.Codec;

namespace IotAspire.EventHubs.Emulator.Links;

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
