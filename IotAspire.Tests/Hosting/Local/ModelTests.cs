using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace IotAspire.Tests.Hosting.Local;

/// <summary>What the integration puts into the application model; nothing is started.</summary>
public sealed class ModelTests : IDisposable
{
    private const string Hub = "Endpoint=sb://{eventhubs.bindings.tcp.host}:{eventhubs.bindings.tcp.port};SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=SAS_KEY_VALUE;UseDevelopmentEmulator=true";
    private readonly IResourceBuilder<LocalEventHubsResource> _hubs = New().AddLocalEventHubs("eventhubs");
    private readonly IResourceBuilder<LocalMySqlResource> _mysql = New().AddLocalMySql("mysql");

    private string Server => _mysql.Resource.SocketPath is { } socket ? $"Server={socket};Protocol=Unix" : "Server={mysql.bindings.tcp.host};Port={mysql.bindings.tcp.port}";

    public void Dispose() => _mysql.Resource.RemoveSocket();

    [Fact]
    public void Connection_strings_have_the_form_of_the_container_integrations()
    {
        var orders = _hubs.AddHub("orders");
        var shop = _mysql.AddDatabase("shop", "my shop; really");

        Assert.Equal(Hub, _hubs.Resource.ConnectionStringExpression.ValueExpression);
        Assert.Equal($"{Hub};EntityPath=orders", orders.Resource.ConnectionStringExpression.ValueExpression);
        Assert.Equal($"{Hub};EntityPath=orders;ConsumerGroup=billing", orders.AddConsumerGroup("orders-billing", "billing").Resource.ConnectionStringExpression.ValueExpression);
        Assert.Equal($"{Server};User ID=iotaspire;Password={{mysql-password.value}}", _mysql.Resource.ConnectionStringExpression.ValueExpression);
        Assert.Equal("{mysql.connectionString};Database=\"my shop; really\"", shop.Resource.ConnectionStringExpression.ValueExpression);
        Assert.Equal(
            $"{Server};User ID=clerk;Password={{shop-clerk-password.value}};Database=\"my shop; really\"",
            shop.AddAccount("shop-clerk", userName: "clerk").Resource.ConnectionStringExpression.ValueExpression);
    }

    [Fact]
    public void Connection_properties_have_the_standard_names()
    {
        var orders = _hubs.AddHub("orders", hubName: "all-orders");
        var group = orders.AddConsumerGroup("orders-billing", "billing");
        var shop = _mysql.AddDatabase("shop", "my shop");

        Assert.Equal(
            [
                ("Host", "{eventhubs.bindings.tcp.host}"), ("Port", "{eventhubs.bindings.tcp.port}"), ("Uri", "sb://{eventhubs.bindings.tcp.host}:{eventhubs.bindings.tcp.port}"),
                ("ConnectionString", $"{Hub};EntityPath=all-orders;ConsumerGroup=billing"), ("EventHubName", "all-orders"), ("ConsumerGroupName", "billing"),
            ],
            PropertiesOf(group.Resource));
        Assert.Equal(
            [
                ("Host", "{mysql.bindings.tcp.host}"), ("Port", "{mysql.bindings.tcp.port}"), ("Username", "iotaspire"), ("Password", "{mysql-password.value}"),
                ("Uri", "mysql://iotaspire:{mysql-password.value}@{mysql.bindings.tcp.host}:{mysql.bindings.tcp.port}/my%20shop"),
                ("JdbcConnectionString", "jdbc:mysql://{mysql.bindings.tcp.host}:{mysql.bindings.tcp.port}/my%20shop"), ("DatabaseName", "my shop"),
            ],
            PropertiesOf(shop.Resource));
        var clerk = PropertiesOf(shop.AddAccount("clerk").Resource).ToDictionary(property => property.Item1, property => property.Item2);
        Assert.Equal(("clerk", "{clerk-password.value}", "my shop"), (clerk["Username"], clerk["Password"], clerk["DatabaseName"]));
        Assert.Equal("mysql://clerk:{clerk-password.value}@{mysql.bindings.tcp.host}:{mysql.bindings.tcp.port}/my%20shop", clerk["Uri"]);
    }

    [Fact]
    public void Ports_are_free_ones_unless_given_and_no_proxy_stands_before_them()
    {
        var given = New();
        var hubs = given.AddLocalEventHubs("eventhubs", port: 5672, httpPort: 5300).Resource;
        var mysql = given.AddLocalMySql("mysql", port: 3306).Resource;

        Assert.Equal([("http", null), ("tcp", null)], PortsOf(_hubs.Resource));
        Assert.Equal([("tcp", null)], PortsOf(_mysql.Resource));
        Assert.Equal([("http", 5300), ("tcp", 5672)], PortsOf(hubs));
        Assert.Equal([("tcp", 3306)], PortsOf(mysql));
        Assert.All(new IResource[] { _hubs.Resource, _mysql.Resource, hubs, mysql }, resource => Assert.All(resource.Annotations.OfType<EndpointAnnotation>(), endpoint => Assert.False(endpoint.IsProxied)));
    }

    [Fact]
    public void What_lies_in_a_server_is_its_child()
    {
        var orders = _hubs.AddHub("orders").Resource;
        var group = _hubs.ApplicationBuilder.CreateResourceBuilder(orders).AddConsumerGroup("billing").Resource;
        var shop = _mysql.AddDatabase("shop").Resource;

        Assert.Same(_hubs.Resource, ((IResourceWithParent)orders).Parent);
        Assert.Same(orders, ((IResourceWithParent)group).Parent);
        Assert.Same(_mysql.Resource, ((IResourceWithParent)shop).Parent);
        Assert.Same(shop, ((IResourceWithParent)_mysql.ApplicationBuilder.CreateResourceBuilder(shop).AddAccount("clerk").Resource).Parent);
        Assert.Equal(["billing"], orders.ConsumerGroups);
        Assert.Equal(("billing", "shop"), (group.ConsumerGroupName, shop.DatabaseName));
    }

    [Fact]
    public void Data_folders_are_relative_to_the_AppHosts()
    {
        var folder = _mysql.ApplicationBuilder.AppHostDirectory;

        Assert.Null(_mysql.Resource.DataFolder);
        Assert.Equal(Path.Combine(folder, ".data", "mysql"), _mysql.WithDataFolder().Resource.DataFolder);
        Assert.Equal(Path.Combine(folder, ".data", "eventhubs"), _hubs.WithDataFolder().Resource.DataFolder);
        Assert.Equal(Path.GetFullPath(Path.Combine(folder, "..", "kept")), _mysql.WithDataFolder("../kept").Resource.DataFolder);
    }

    [Fact]
    public void Wrong_arguments_are_refused_where_they_are_given()
    {
        Assert.Throws<ArgumentOutOfRangeException>("partitionCount", () => _hubs.AddHub("none", partitions: 0));
        Assert.Throws<ArgumentException>("hubName", () => _hubs.AddHub("orders", hubName: ""));
        Assert.Throws<ArgumentException>("databaseName", () => _mysql.AddDatabase("shop", ""));
        Assert.Throws<ArgumentOutOfRangeException>("userName", () => _mysql.AddDatabase("shop").AddAccount("clerk", userName: new('c', 33)));
        Assert.Throws<ArgumentException>("name", () => New().AddLocalMySql(string.Empty));
    }

    private static IDistributedApplicationBuilder New() => DistributedApplication.CreateBuilder(new DistributedApplicationOptions { DisableDashboard = true });

    private static IEnumerable<(string, string)> PropertiesOf(IResourceWithConnectionString resource) =>
        resource.GetConnectionProperties().Select(property => (property.Key, property.Value.ValueExpression));

    private static IEnumerable<(string, int?)> PortsOf(IResource resource) =>
        resource.Annotations.OfType<EndpointAnnotation>().Select(endpoint => (endpoint.Name, endpoint.Port)).OrderBy(endpoint => endpoint.Name);
}
