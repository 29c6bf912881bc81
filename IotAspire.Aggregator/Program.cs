using IotAspire.Aggregator;
using IotAspire.Contracts.Catalogue;
using IotAspire.ServiceDefaults;
using IotAspire.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddSensorCatalogue();
// Without its database the Aggregator waits, and the event hub keeps what comes.
builder.AddIotDb(failureStatus: HealthStatus.Degraded);
builder.AddIotDbIngest();
builder.AddAggregation();

return await builder.RunServiceAsync(app => app.MapDefaultEndpoints());
