using IotAspire.Contracts;
using IotAspire.EventHubs;
using IotAspire.Generator;
using IotAspire.Generator.Generation;
using IotAspire.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddCommandLineOptions(args);
builder.AddServiceDefaults();
builder.AddEventHubProducer(ResourceNames.Telemetry);
builder.AddGeneration();

return await builder.RunServiceAsync(app => app.MapDefaultEndpoints());
