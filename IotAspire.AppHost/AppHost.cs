using IotAspire.AppHost;

// What runs, wired to what, in the order in which a reading travels. What only Azure needs is in Containers/.
var builder = DistributedApplication.CreateBuilder(args);
var azure = builder.AddAzureTarget();

// sensors.json → Generator → event hub
var eventHubs = builder.AddAzureEventHubs("eventhubs")
    .WithThroughputAndRetention(azure)
    .RunAsEmulator();
var telemetry = eventHubs.AddHub("telemetry")
    .WithProperties(hub => hub.PartitionCount = azure.Partitions);
var readers = telemetry.AddConsumerGroup("telemetry-aggregator", "aggregator");

var iotdb = builder.AddIotDb(azure);

// event hub → Aggregator → MySQL; it also brings the database to its schema
var aggregator = builder.AddProject<Projects.IotAspire_Aggregator>("aggregator")
    .WithReference(telemetry).WaitFor(telemetry)
    .WithReference(iotdb).WaitFor(iotdb)
    .WithEnvironment("Aggregator__ConsumerGroup", readers.Resource.ConsumerGroupName)
    .WithCatalogue(args)
    .WithProbes()
    .PublishAsAggregator(azure, eventHubs);

// MySQL → Api → analyst
builder.AddProject<Projects.IotAspire_Api>("api")
    .WithReference(iotdb).WaitFor(iotdb)
    .WaitFor(aggregator)
    .WithExternalHttpEndpoints()
    .WithProbes()
    .PublishAsApi(azure);

builder.AddProject<Projects.IotAspire_Generator>("generator")
    .WithReference(telemetry).WaitFor(telemetry)
    .WaitFor(aggregator)
    .WithCatalogue(args)
    .WithSimulation(args)
    .WithProbes()
    .PublishAsGenerator(azure, eventHubs);

builder.Build().Run();
