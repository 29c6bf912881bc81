using System.Text.Json;
using IotAspire.EventHubs.Emulator.Hubs;

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
