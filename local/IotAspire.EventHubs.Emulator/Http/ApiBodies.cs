using System.Text.Json;
using System.Text.Json.Serialization;

namespace IotAspire.EventHubs.Emulator.Http;

/// <summary>The body of a request; what it has that isn't known is kept, to be named.</summary>
internal abstract record ApiBody
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }
}

/// <summary>A hub to be added.</summary>
internal sealed record HubBody(string? Name, int? Partitions, IReadOnlyList<string>? ConsumerGroups) : ApiBody;

/// <summary>A consumer group to be added.</summary>
internal sealed record GroupBody(string? Name) : ApiBody;

/// <summary>An event to be sent: its body as text or other JSON, or its bytes.</summary>
internal sealed record SendBody(
    JsonElement? Body,
    string? BodyBase64,
    string? PartitionKey,
    string? PartitionId,
    string? ContentType,
    IReadOnlyDictionary<string, JsonElement>? Properties) : ApiBody;

/// <summary>A fault to be put to work.</summary>
internal sealed record FaultBody(
    string? Kind,
    string? Operation,
    string? Hub,
    string? PartitionId,
    int? Times,
    string? For,
    string? By,
    string? Condition,
    string? Description,
    long? First,
    long? Last,
    string? ConsumerGroup) : ApiBody;
