namespace IotAspire.EventHubs.Emulator.Codec;

/// <summary>An error as it travels in detach, end, close and management replies (part 2, section 2.8.14).</summary>
internal sealed record AmqpError(string Condition, string Description)
{
    public const ulong Code = 0x1d;

    public static AmqpError NotFound(string entity) =>
        new("amqp:not-found", $"The messaging entity '{entity}' could not be found.");

    public static AmqpError Stolen(string description) => new("amqp:link:stolen", description);

    public static AmqpError Argument(string description) => new("com.microsoft:argument-error", description);

    public static AmqpError OutOfRange(string description) => new("com.microsoft:argument-out-of-range", description);

    public static AmqpError NotAllowed(string description) => new("amqp:not-allowed", description);

    public static AmqpError Unauthorized(string description) => new("amqp:unauthorized-access", description);

    public static AmqpError TooLarge(string description) => new("amqp:link:message-size-exceeded", description);

    public static AmqpError Limit(string description) => new("amqp:resource-limit-exceeded", description);

    /// <summary>Clients wait and try again.</summary>
    public static AmqpError Busy(string description) => new(Fault.ServerBusy, description);

    public static AmqpError TransferLimit(string description) => new("amqp:link:transfer-limit-exceeded", description);

    public static AmqpError WindowViolation(string description) => new("amqp:session:window-violation", description);

    public static AmqpError NotImplemented(string description) => new("amqp:not-implemented", description);

    public static AmqpError Internal(string description) => new("amqp:internal-error", description);

    public static AmqpError Decode(string description) => new("amqp:decode-error", description);

    public static AmqpError? Read(Described? value) => value?.Value is AmqpList { Items: [Symbol condition, ..] items }
        ? new AmqpError(condition.Value, items.Count > 1 ? items[1] as string ?? "" : "")
        : null;

    public static void Write(AmqpWriter writer, AmqpError? error) =>
        writer.WriteValue(error is null ? null : error.ToValue());

    public Described ToValue() => new(Code, new AmqpList([new Symbol(Condition), Description, null]));
}

/// <summary>The bytes aren't AMQP, or exceed a limit of the codec. Ends the connection that sent them, and nothing else.</summary>
internal sealed class AmqpDecodeException(string message) : Exception(message);

/// <summary>A peer asked for something that can't be done; the error goes back on the link or in the reply.</summary>
internal sealed class AmqpException(AmqpError error) : Exception(error.Description)
{
    public AmqpError Error { get; } = error;
}
