using IotAspire.AppHost;
using IotAspire.AppHost.CommandLine;
using IotAspire.AppHost.Commands;
using IotAspire.AppHost.Running;

if (!AppHostCommand.TryRead(args, out var options, out var exitCode))
    return exitCode;

// What runs, wired to what, in the order in which a reading travels.
var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = options.ForAspire });
builder.AddRunning(options);

// Processes of this machine, or containers; published, Azure's services.
var servers = Servers.Add(builder, options);

// sensors.json → Generator → event hub
var telemetry = servers.AddEventHub()
    .WithTestEventCommand(options);

var iotdb = servers.AddDatabase()
    .WithResetDataCommand(telemetry);
var accounts = Servers.AddAccounts(iotdb);

// event hub → Aggregator → MySQL; it also brings the database to its schema
var aggregator = builder.AddProject<Projects.IotAspire_Aggregator>("aggregator")
    .WithReference(telemetry).WaitFor(telemetry)
    .WithReference(accounts.Aggregator, "iotdb").WaitFor(accounts.Aggregator)
    .GrantsRightsTo(accounts.Api)
    .WithEnvironment("Aggregator__ConsumerGroup", Servers.ConsumerGroup)
    .WithCatalogue(options)
    .WithProbes()
    .WithRebuildRollupsCommand()
    .RunDirectly()
    .PublishAsAggregator(servers);

// MySQL → Api → analyst
builder.AddProject<Projects.IotAspire_Api>("api")
    .WithReference(accounts.Api, "iotdb").WaitFor(accounts.Api)
    .WaitFor(aggregator)
    .WithExternalHttpEndpoints()
    .WithPages()
    .WithProbes()
    .RunDirectly()
    .PublishAsApi(servers);

if (options.HasGenerator)
{
    builder.AddProject<Projects.IotAspire_Generator>("generator")
        .WithReference(telemetry).WaitFor(telemetry)
        .WaitFor(aggregator)
        .WithCatalogue(options)
        .WithSimulation(options)
        .WithProbes()
        .WithBackfillCommand()
        .RunDirectly()
        .PublishAsGenerator(servers);
}

return await builder.Build().RunToEndAsync();
