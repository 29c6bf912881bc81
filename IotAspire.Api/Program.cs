using IotAspire.Api.Documentation;
using IotAspire.Api.Features.Live;
using IotAspire.Api.Features.Pipeline;
using IotAspire.Api.Hosting;
using IotAspire.Api.Keys;
using IotAspire.Api.Limits;
using IotAspire.Explore;
using IotAspire.ServiceDefaults;
using IotAspire.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

var isKeys = args.FirstOrDefault() == KeysCommand.Name;
var builder = WebApplication.CreateBuilder(isKeys ? [] : args);
builder.AddServiceDefaults();
// Without its database the API has no answers.
builder.AddIotDb(failureStatus: HealthStatus.Unhealthy, keepsSessions: true, connectionTime: TimeSpan.FromSeconds(5), commandTime: TimeSpan.FromSeconds(7));
builder.AddIotDbQueries();
builder.AddApiProblems();
builder.AddApiCompression();
builder.AddApiKeys();
builder.AddLimits();
builder.AddApiEndpoints();
builder.AddPipeline();
builder.AddLive();
builder.AddApiFiles();
builder.AddApiDocumentation();

return isKeys ? await KeysCommand.RunAsync(builder, args[1..]) : await builder.RunServiceAsync(app =>
{
    app.UseResponseCompression();
    app.UseApiProblems();
    app.UseLimits();
    app.MapDefaultEndpoints();
    app.MapApiEndpoints();
    app.MapApiFiles();
    app.MapApiDocumentation();
    app.MapExplorePage();
});
