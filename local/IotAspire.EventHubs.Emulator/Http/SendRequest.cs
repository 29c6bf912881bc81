using System.Text;
using System.Text.Json;
using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Connections;
using IotAspire.EventHubs.Emulator.Hubs;
using IotAspire.EventHubs.Emulator.Links;
using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.EventHubs.Emulator.Http;

/// <summary>Sends one event, on the way that events of clients take.</summary>
internal static class SendRequest
{
    public static async Task<ApiAnswer> HandleAsync(ApiCall call)
    {
        var hub = call.Hub();
        var sent = await call.BodyAsync(ApiJson.Default.SendBody);
        var errors = new List<HttpProblemError>();
        var content = Content(sent, errors);
        var partition = ChoosePartition(hub, sent, errors);
        if (errors.Count > 0)
            throw ProblemException.Invalid(errors);
        // Body, properties and all: what a client's message would be measured by.
        var message = Encode(sent, content);
        if (message.Length > call.Administration.MaxMessageSize)
            throw ProblemException.Invalid(
                [new HttpProblemError("event", $"It takes {message.Length} bytes.", [$"up to {call.Administration.MaxMessageSize} bytes"])]);
        var batch = await BatchAsync(message, call.Administration.Memory);
        var number = await AppendAsync(partition!, batch, call.Aborted);
        return ApiAnswer.Created(new SentAnswer(partition!.Id, number));
    }

    private static byte[] Content(SendBody sent, List<HttpProblemError> errors)
    {
        if (sent.Body is { } body && sent.BodyBase64 is null)
            return Encoding.UTF8.GetBytes(ToText(body));
        var bytes = new byte[sent.BodyBase64?.Length ?? 0];
        if (sent.Body is null && sent.BodyBase64 is { } text && Convert.TryFromBase64String(text, bytes, out var length))
            return bytes[..length];
        errors.Add(new HttpProblemError("body", "Exactly one of body and bodyBase64 is needed.", ["body: text or other JSON", "bodyBase64: bytes"]));
        return [];
    }

    private static Partition? ChoosePartition(EventHub hub, SendBody sent, List<HttpProblemError> errors)
    {
        if (sent.PartitionId is not { } id)
            return hub.Choose(sent.PartitionKey);
        if (sent.PartitionKey is not null)
            errors.Add(new HttpProblemError("partitionId", "An event has a partition or a partition key.", ["partitionId", "partitionKey"]));
        if (hub.FindPartition(id) is { } partition)
            return partition;
        errors.Add(ApiCall.MissingPartition("partitionId", hub));
        return null;
    }

    private static byte[] Encode(SendBody sent, byte[] content)
    {
        using var writer = new AmqpWriter();
        if (sent.PartitionKey is { } key)
        {
            writer.Descriptor(MessageSection.MessageAnnotations);
            writer.WriteValue(new AmqpMap([new(new Symbol("x-opt-partition-key"), key)]));
        }

        var contentType = sent.ContentType ?? (sent.Body is { ValueKind: not JsonValueKind.String } ? "application/json" : null);
        writer.Descriptor(MessageSection.Properties);
        writer.WriteValue(new AmqpList([null, null, null, null, null, null, contentType is null ? null : new Symbol(contentType)]));
        writer.Descriptor(MessageSection.ApplicationProperties);
        writer.WriteValue(new AmqpMap([.. (sent.Properties ?? new Dictionary<string, JsonElement>()).Select(
            property => KeyValuePair.Create<object?, object?>(property.Key, ToValue(property.Value)))]));
        writer.Descriptor(MessageSection.Data);
        writer.WriteValue(new ReadOnlyMemory<byte>(content));
        return writer.Written.ToArray();
    }

    private static object? ToValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => ToText(value),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when value.TryGetInt64(out var number) => number,
        JsonValueKind.Number when value.TryGetUInt64(out var number) => number,
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.Null => null,
        _ => value.GetRawText(),
    };

    private static string ToText(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        }
        catch (InvalidOperationException)
        {
            throw ProblemException.Invalid([new HttpProblemError("body", "A text holds half a character.", ["Unicode text"])]);
        }
    }

    private static async Task<EventBatch> BatchAsync(byte[] message, ByteBudget memory)
    {
        try
        {
            return (await IncomingEvents.ReadAsync(message, 0, memory)).Batch;
        }
        catch (AmqpException exception)
        {
            throw ProblemException.Invalid([new HttpProblemError("event", exception.Error.Description)]);
        }
    }

    private static async Task<long> AppendAsync(Partition partition, EventBatch batch, CancellationToken cancellationToken)
    {
        var stored = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        batch.Completed = error =>
        {
            if (error is null)
                stored.SetResult(batch.FirstSequenceNumber);
            else
                stored.SetException(ProblemException.Of(StatusCodes.Status503ServiceUnavailable, error.Description));
        };
        await partition.AppendAsync(batch, cancellationToken);
        return await stored.Task.WaitAsync(cancellationToken);
    }
}
