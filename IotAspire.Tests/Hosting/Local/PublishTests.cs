using System.Text.Json;
using Aspire.Hosting;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Hosting.Local;

/// <summary>Publish mode, in which no local server may leave a trace.</summary>
public sealed class PublishTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Manifest => _folder.Combine("manifest.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_manifest_has_nothing_of_the_local_servers()
    {
        var builder = New();
        builder.AddLocalEventHubs("eventhubs").AddHub("orders").AddConsumerGroup("billing");
        builder.AddLocalMySql("mysql").AddDatabase("shop");
        builder.AddContainer("other", "other");

        await builder.Build().RunAsync(TestContext.Current.CancellationToken);

        var resources = JsonElement.Parse(await File.ReadAllTextAsync(Manifest, TestContext.Current.CancellationToken)).GetProperty("resources");
        Assert.Equal(["other"], resources.EnumerateObject().Select(resource => resource.Name));
    }

    [Fact]
    public async Task Something_published_that_refers_to_a_local_server_is_refused_by_name()
    {
        var builder = New();
        var shop = builder.AddLocalMySql("mysql").AddDatabase("shop");
        builder.AddContainer("site", "site").WithReference(shop);

        var exception = await Assert.ThrowsAsync<DistributedApplicationException>(() => builder.Build().RunAsync(TestContext.Current.CancellationToken));

        Assert.StartsWith("'site' refers to 'shop', which runs on this machine only and can't be published.", exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Manifest));
    }

    private IDistributedApplicationBuilder New() => DistributedApplication.CreateBuilder(["--publisher", "manifest", "--output-path", Manifest]);
}
