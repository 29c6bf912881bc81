using IotAspire.BrowserTests.Support;
using IotAspire.Tests.Api;
using IotAspire.Tests.Support;

namespace IotAspire.BrowserTests.Explore;

/// <summary>The API over a building's readings, as a developer has it, without keys. One for all tests of a class.</summary>
public sealed class ExploreSite(MySqlServers servers) : IAsyncLifetime
{
    private RunningApi? _api;
    private StoredBuilding? _building;

    /// <summary>Of its pages.</summary>
    public Uri Address => Api.Address;

    internal RunningApi Api => _api!;

    internal StoredBuilding Building => _building!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        // Live readings shall be seen as soon as they are stored.
        _api = await RunningApi.StartAsync(servers, settings: [("environment", "Development"), ("Live:Interval", "00:00:00.1")]);
        _building = await StoredBuilding.StoreAsync(_api.Database);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _api?.DisposeAsync() ?? ValueTask.CompletedTask;
}
