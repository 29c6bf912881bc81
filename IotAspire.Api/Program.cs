using IotAspire.Api.Documentation;
using IotAspire.Api.Hosting;
using IotAspire.ServiceDefaults;
using IotAspire.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
// Without its database the API has no answers.
builder.AddIotDb(failureStatus: HealthStatus.Unhealthy, keepsSessions: true);
builder.AddApiProblems();
builder.AddApiCompression();
builder.AddApiEndpoints();
builder.AddApiDocumentation();

return await builder.RunServiceAsync(app =>
{
    app.UseResponseCompression();
    app.UseApiProblems();
    app.MapDefaultEndpoints();
    app.MapApiEndpoints();
    app.MapApiDocumentation();
});
