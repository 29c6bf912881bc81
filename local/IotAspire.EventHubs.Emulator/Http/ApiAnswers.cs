using System.Text.Json;
using System.Text.Json.Serialization;
using IotAspire.EventHubs.Emulator.Hubs;

namespace IotAspire.EventHubs.Emulator.Http;

/// <summary>How the emulator is.</summary>
/// <param name="Status"><c>Healthy</c>, or <c>Degraded</c>: events can be read, and can't be written everywhere.</param>
/// <param name="Reasons">Each partition that can't be written, and why.</param>
internal sealed record HealthAnswer(string Status, IReadOnlyList<string> Reasons)
{
    public static HealthAnswer Of(IEnumerable<EventHub> hubs)
    {
        List<string> reasons =
        [
            .. from hub in hubs
               from partition in hub.Partitions
               let failure = partition.WriteFailure
               where failure is not null
               select $"Partition {hub.Name}/{partition.Id} could not be written: {failure}",
        ];
        return new(reasons.Count == 0 ? "Healthy" : "Degraded", reasons);
    }
}

/// <summary>A hub.</summary>
internal sealed record HubAnswer(
    string Name, DateTime CreatedAt, long EventCount, long SizeBytes, IReadOnlyList<string> ConsumerGroups, IReadOnlyList<PartitionAnswer> Partitions);

/// <summary>A partition. Sequence numbers of an empty one are those that retention took.</summary>
internal sealed record PartitionAnswer(
    string Id,
    bool IsEmpty,
    long EventCount,
    long BeginSequenceNumber,
    long LastSequenceNumber,
    string LastOffset,
    DateTime? LastEnqueuedAt,
    long SizeBytes,
    int SegmentCount);

/// <summary>Someone who reads a partition now.</summary>
internal sealed record ConsumerAnswer(
    string Hub,
    string ConsumerGroup,
    string PartitionId,
    string Link,
    string? Receiver,
    long? OwnerLevel,
    uint Credit,
    long NextSequenceNumber,
    long Lag);

/// <summary>Events of a partition in their order; <see cref="Before"/> asks for those that came earlier, null if there are none.</summary>
internal sealed record EventsAnswer(IReadOnlyList<EventAnswer> Events, long? Before);

/// <summary>
/// An event. Its body is text where it is UTF-8, else base64; a long one is cut. So are its values, all below <see cref="Value"/> and after it,
/// if they are many or long.
/// </summary>
internal sealed record EventAnswer(
    long SequenceNumber,
    string Offset,
    DateTime EnqueuedAt,
    RawJson? PartitionKey,
    RawJson? Body,
    RawJson? BodyBase64,
    int BodyLength,
    bool IsBodyCut,
    RawJson? Value,
    RawJson? SystemProperties,
    RawJson? Properties,
    RawJson? Annotations,
    bool AreValuesCut);

/// <summary>Where an event was stored.</summary>
internal sealed record SentAnswer(string PartitionId, long SequenceNumber);

/// <summary>A consumer group that is there.</summary>
internal sealed record GroupAnswer(string Hub, string Name);

/// <summary>A fault at work.</summary>
internal sealed record FaultAnswer(
    string Id,
    string Kind,
    string Operation,
    string? Hub,
    string? PartitionId,
    int? Times,
    double? ForSeconds,
    double? BySeconds,
    string? Condition,
    int Met);

/// <summary>Something that is done at once and doesn't last.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="Count">To how many connections or readers.</param>
internal sealed record DoneAnswer(string Kind, int Count);

/// <summary>An error as RFC 9457 describes it, with everything that is wrong in <see cref="Errors"/>.</summary>
internal sealed record HttpProblem(string Title, int Status, string? Detail, IReadOnlyList<HttpProblemError> Errors)
{
    [JsonPropertyOrder(-1)]
    public string Type { get; } = "about:blank";
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Name">The property, parameter or header.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Allowed">What it may be instead: the values, or their form.</param>
internal sealed record HttpProblemError(string Name, string Reason, IReadOnlyList<string>? Allowed = null);

/// <summary>Ends the handling of a request.</summary>
internal sealed class ProblemException(HttpProblem problem) : Exception(problem.Title)
{
    public HttpProblem Problem { get; } = problem;

    public static ProblemException Invalid(IReadOnlyList<HttpProblemError> errors) =>
        new(new HttpProblem("The request isn't valid.", StatusCodes.Status400BadRequest, null, errors));

    public static ProblemException Of(int status, string title, HttpProblemError? error = null) =>
        new(new HttpProblem(title, status, null, error is null ? [] : [error]));
}

/// <summary>The bodies of requests and answers.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    MaxDepth = 256)]
[JsonSerializable(typeof(HttpProblem))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(List<HubAnswer>))]
[JsonSerializable(typeof(List<ConsumerAnswer>))]
[JsonSerializable(typeof(List<FaultAnswer>))]
[JsonSerializable(typeof(EventsAnswer))]
[JsonSerializable(typeof(SentAnswer))]
[JsonSerializable(typeof(GroupAnswer))]
[JsonSerializable(typeof(DoneAnswer))]
[JsonSerializable(typeof(HubBody))]
[JsonSerializable(typeof(GroupBody))]
[JsonSerializable(typeof(SendBody))]
[JsonSerializable(typeof(FaultBody))]
internal sealed partial class ApiJson : JsonSerializerContext;

/// <summary>JSON that is written already, for a place in an answer.</summary>
[JsonConverter(typeof(Converter))]
internal sealed record RawJson(ReadOnlyMemory<byte> Utf8)
{
    internal sealed class Converter : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
    }
}
