namespace IotAspire.EventHubs.Emulator.Http;

/// <summary>All that can be asked for under <c>/api</c>.</summary>
internal static class ApiRoutes
{
    public static IReadOnlyList<ApiRoute> All { get; } =
    [
        new("GET", "/api/hubs", HubRequests.List),
        new("POST", "/api/hubs", HubRequests.AddAsync),
        new("GET", "/api/hubs/{hub}", HubRequests.Get),
        new("DELETE", "/api/hubs/{hub}", HubRequests.DeleteAsync),
        new("POST", "/api/hubs/{hub}/consumerGroups", HubRequests.AddConsumerGroupAsync),
        new("POST", "/api/hubs/{hub}/events", SendRequest.HandleAsync),
        new("GET", "/api/hubs/{hub}/partitions/{partition}/events", EventsRequest.HandleAsync),
        new("GET", "/api/consumers", HubRequests.Consumers),
        new("GET", "/api/faults", FaultRequests.List),
        new("POST", "/api/faults", FaultRequests.AddAsync),
        new("DELETE", "/api/faults", FaultRequests.EndAll),
        new("DELETE", "/api/faults/{fault}", FaultRequests.End),
    ];
}
