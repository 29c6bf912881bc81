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

/// <summary>A method, a path with places in braces, and who answers.</summary>
internal sealed class ApiRoute(string method, string path, Func<ApiCall, Task<ApiAnswer>> handle)
{
    private readonly string[] _segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    public ApiRoute(string method, string path, Func<ApiCall, ApiAnswer> handle)
        : this(method, path, call => Task.FromResult(handle(call)))
    {
    }

    public string Method => method;

    public string Path => path;

    public Func<ApiCall, Task<ApiAnswer>> Handle => handle;

    /// <summary>The values of the places, if the path is this one.</summary>
    public IReadOnlyDictionary<string, string>? Match(IReadOnlyList<string> segments)
    {
        if (segments.Count != _segments.Length)
            return null;
        var values = new Dictionary<string, string>();
        foreach (var (wanted, given) in _segments.Zip(segments))
        {
            if (wanted[0] == '{')
                values[wanted[1..^1]] = given;
            else if (!wanted.Equals(given, StringComparison.OrdinalIgnoreCase))
                return null;
        }

        return values;
    }
}
