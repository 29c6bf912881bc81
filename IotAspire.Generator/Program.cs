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
// Stopped in the reverse order: generation ends first, then what it left is published.
builder.AddPublishing();
builder.AddGeneration();

return await builder.RunServiceAsync(app => app.MapDefaultEndpoints());
