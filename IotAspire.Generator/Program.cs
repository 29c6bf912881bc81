using IotAspire.Contracts;
using IotAspire.Contracts.Catalogue;
using IotAspire.EventHubs;
using IotAspire.Generator.Generation;
using IotAspire.Generator.Publishing;
using IotAspire.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddSensorCatalogue();
builder.AddEventHubProducer(ResourceNames.Telemetry);
builder.AddGeneration();
builder.AddPublishing();

var app = builder.Build();
app.MapDefaultEndpoints();
return await app.RunServiceAsync();
