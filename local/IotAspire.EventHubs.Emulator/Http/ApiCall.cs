using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using IotAspire.EventHubs.Emulator.Hubs;
using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.EventHubs.Emulator.Http;

/// <summary>A request on its way through a handler.</summary>
internal sealed class ApiCall(HttpContext context, IReadOnlyDictionary<string, string> route, NamespaceAdministration administration)
{
    public NamespaceAdministration Administration => administration;

    public CancellationToken Aborted => context.RequestAborted;

    public IQueryCollection Query => context.Request.Query;

    public string this[string name] => route[name];

    /// <summary>The hub that the path names.</summary>
    public EventHub Hub() => administration.Hubs.TryGet(this["hub"], out var hub)
        ? hub
        : throw ProblemException.Of(StatusCodes.Status404NotFound, $"There is no hub '{this["hub"]}'.", MissingHub("hub", this["hub"]));

    /// <summary>The partition that the path names.</summary>
    public Partition Partition(EventHub hub) => hub.FindPartition(this["partition"])
        ?? throw ProblemException.Of(
            StatusCodes.Status404NotFound, $"The hub '{hub.Name}' has no partition '{this["partition"]}'.", MissingPartition("partition", hub));

    public HttpProblemError MissingHub(string name, string? hub) =>
        new(name, $"There is no hub '{hub}'.", [.. administration.Hubs.All.Select(known => known.Name)]);

    public static HttpProblemError MissingPartition(string name, EventHub hub) =>
        new(name, "There is no such partition.", [$"0 to {hub.Partitions.Count - 1}"]);

    /// <summary>The body; what can't be read, or isn't known, is a problem that names the place.</summary>
    public async Task<T> BodyAsync<T>(JsonTypeInfo<T> type)
        where T : ApiBody
    {
        string[] known = [.. type.Properties.Where(property => !property.IsExtensionData).Select(property => property.Name)];
        try
        {
            var body = await JsonSerializer.DeserializeAsync(context.Request.Body, type, Aborted)
                ?? throw ProblemException.Invalid([new HttpProblemError("body", "It is null.", known)]);
            return body.Unknown is null
                ? body
                : throw ProblemException.Invalid([.. body.Unknown.Keys.Select(name => new HttpProblemError(name, "There is no such property.", known))]);
        }
        catch (JsonException exception)
        {
            var place = exception.Path is { Length: > 2 } path ? path[2..] : "body";
            throw ProblemException.Invalid([new HttpProblemError(place, $"The JSON isn't what it should be, line {exception.LineNumber + 1}.", known)]);
        }
    }
}

/// <summary>What a handler answers.</summary>
internal sealed record ApiAnswer(int Status, object? Body)
{
    public static ApiAnswer NoContent { get; } = new(StatusCodes.Status204NoContent, null);

    public static ApiAnswer Ok(object body) => new(StatusCodes.Status200OK, body);

    public static ApiAnswer Created(object body) => new(StatusCodes.Status201Created, body);
}

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
