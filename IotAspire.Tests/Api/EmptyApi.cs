using IotAspire.Tests.Support;

namespace IotAspire.Tests.Api;

/// <summary>The API over a database without readings, one for all tests of a class that store nothing: refusals, addresses, headers.</summary>
public sealed class EmptyApi(MySqlServers servers) : IAsyncLifetime
{
    private RunningApi? _api;

    internal RunningApi Api => _api!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _api = await RunningApi.StartAsync(servers);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _api?.DisposeAsync() ?? ValueTask.CompletedTask;
}
