using System.Text.Json;
using IotAspire.EventHubs.Emulator.Faults;
using IotAspire.EventHubs.Emulator.Hosting;
using IotAspire.EventHubs.Emulator.Hubs;
using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.EventHubs.Emulator.Http;

/// <summary>Faults on demand.</summary>
internal static class FaultRequests
{
    public static ApiAnswer List(ApiCall call) => ApiAnswer.Ok(call.Administration.Faults.Active.Select(ToAnswer).ToList());

    public static async Task<ApiAnswer> AddAsync(ApiCall call)
    {
        var errors = new List<HttpProblemError>();
        var body = FaultReading.Read(await call.BodyAsync(ApiJson.Default.FaultBody), call, errors);
        if (errors.Count > 0)
            throw ProblemException.Invalid(errors);
        return body switch
        {
            { Fault: { Kind: FaultKind.Disconnect, Times: null, For: null } } => Done("disconnect", await DropAsync(call.Administration)),
            { Fault: { } fault } => ApiAnswer.Created(ToAnswer(call.Administration.Inject(fault))),
            { Partition: { } partition } => Done(FaultReading.Redeliver, NamespaceAdministration.Redeliver(
                body.Hub!, partition, body.ConsumerGroup, body.First, body.Last)),
            _ => Done(FaultReading.ForgetStream, await ForgetAsync(call, body.Hub!)),
        };
    }

    public static ApiAnswer EndAll(ApiCall call)
    {
        foreach (var fault in call.Administration.Faults.Active)
            fault.Dispose();
        return ApiAnswer.NoContent;
    }

    public static ApiAnswer End(ApiCall call)
    {
        var active = call.Administration.Faults.Active;
        if (active.FirstOrDefault(fault => fault.Id == call["fault"]) is not { } found)
            throw ProblemException.Of(
                StatusCodes.Status404NotFound,
                $"No fault '{call["fault"]}' is at work.",
                new HttpProblemError("fault", "It ended, or never was.", [.. active.Select(fault => fault.Id)]));
        found.Dispose();
        return ApiAnswer.NoContent;
    }

    private static ApiAnswer Done(string kind, int count) => ApiAnswer.Ok(new DoneAnswer(kind, count));

    private static async Task<int> DropAsync(NamespaceAdministration administration)
    {
        var count = administration.Connections.Count;
        await administration.Connections.DropAsync();
        return count;
    }

    private static async Task<int> ForgetAsync(ApiCall call, EventHub hub)
    {
        var count = call.Administration.Connections.Count;
        await call.Administration.ForgetStreamAsync(hub, call.Aborted);
        return count;
    }

    private static FaultAnswer ToAnswer(InjectedFault injected)
    {
        var fault = injected.Fault;
        return new FaultAnswer(
            injected.Id,
            JsonNamingPolicy.CamelCase.ConvertName($"{fault.Kind}"),
            JsonNamingPolicy.CamelCase.ConvertName($"{fault.Operation}"),
            fault.EventHub,
            fault.PartitionId,
            fault.Times,
            fault.For?.TotalSeconds,
            fault.HoldFor?.TotalSeconds,
            fault.Refusal?.Condition,
            injected.Met);
    }
}

/// <summary>What a request for a fault asks for: a fault that lasts, or a redelivery (with a partition), or that a hub forgets its events.</summary>
internal sealed record FaultRequest(Fault? Fault, EventHub? Hub, Partition? Partition, string? ConsumerGroup, long First, long Last);

/// <summary>Reads a request for a fault.</summary>
internal static class FaultReading
{
    public const string Redeliver = "redeliver";
    public const string ForgetStream = "forgetStream";

    private static readonly string[] Kinds = [.. Enum.GetNames<FaultKind>().Select(JsonNamingPolicy.CamelCase.ConvertName), Redeliver, ForgetStream];
    private static readonly string[] Operations = [.. Enum.GetNames<FaultOperation>().Select(JsonNamingPolicy.CamelCase.ConvertName)];

    public static FaultRequest Read(FaultBody body, ApiCall call, List<HttpProblemError> errors)
    {
        if (!Kinds.Contains(body.Kind, StringComparer.OrdinalIgnoreCase))
            errors.Add(new HttpProblemError("kind", $"'{body.Kind}' isn't one.", Kinds));
        var isOnce = body.Kind is Redeliver or ForgetStream;
        var hub = FindHub(body, isOnce, call, errors);
        var partition = FindPartition(body, hub, errors);
        if (body.Kind == Redeliver)
            CheckRange(body, errors);
        return new FaultRequest(
            isOnce ? null : ReadFault(body, errors), hub, body.Kind == ForgetStream ? null : partition, body.ConsumerGroup, body.First ?? 0, body.Last ?? 0);
    }

    private static EventHub? FindHub(FaultBody body, bool isNeeded, ApiCall call, List<HttpProblemError> errors)
    {
        if (body.Hub is null && !isNeeded)
            return null;
        if (call.Administration.Hubs.TryGet(body.Hub ?? "", out var hub))
            return hub;
        errors.Add(call.MissingHub("hub", body.Hub));
        return null;
    }

    private static Partition? FindPartition(FaultBody body, EventHub? hub, List<HttpProblemError> errors)
    {
        if (hub is null || (body.PartitionId is null && body.Kind != Redeliver))
            return null;
        if (hub.FindPartition(body.PartitionId ?? "") is { } partition)
            return partition;
        errors.Add(ApiCall.MissingPartition("partitionId", hub));
        return null;
    }

    private static void CheckRange(FaultBody body, List<HttpProblemError> errors)
    {
        if (body.First is not >= 0 || body.Last is null || body.Last < body.First)
            errors.Add(new HttpProblemError("first", "A range of sequence numbers is needed.", ["first: 0 or more", "last: first or more"]));
    }

    private static Fault ReadFault(FaultBody body, List<HttpProblemError> errors)
    {
        var fault = new Fault
        {
            Kind = Enum.TryParse<FaultKind>(body.Kind, ignoreCase: true, out var kind) ? kind : FaultKind.Throttle,
            Operation = Operation(body.Operation, errors),
            EventHub = body.Hub,
            PartitionId = body.PartitionId,
            Times = body.Times,
            For = Time("for", body.For, errors),
            By = Time("by", body.By, errors) ?? default,
            Condition = body.Condition,
            Description = body.Description,
        };
        errors.AddRange(FaultCheck.Check(fault).Select(error => new HttpProblemError(
            error.Name == nameof(Fault.EventHub) ? "hub" : JsonNamingPolicy.CamelCase.ConvertName(error.Name), error.Error, Allowed(error.Name))));
        return fault;
    }

    private static FaultOperation Operation(string? text, List<HttpProblemError> errors)
    {
        if (text is null)
            return FaultOperation.Any;
        if (Operations.Contains(text, StringComparer.OrdinalIgnoreCase))
            return Enum.Parse<FaultOperation>(text, ignoreCase: true);
        errors.Add(new HttpProblemError("operation", $"'{text}' isn't one.", Operations));
        return FaultOperation.Any;
    }

    private static TimeSpan? Time(string name, string? text, List<HttpProblemError> errors)
    {
        if (text is null)
            return null;
        if (Duration.TryParse(text, out var time))
            return time;
        errors.Add(new HttpProblemError(name, $"'{text}' isn't one.", [Duration.Allowed]));
        return null;
    }

    private static IReadOnlyList<string>? Allowed(string name) => name == nameof(Fault.Condition) ? FaultCheck.KnownConditions : null;
}
