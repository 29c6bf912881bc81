using IotAspire.Aggregator;
using IotAspire.Aggregator.Startup;
using IotAspire.ServiceDefaults;
using IotAspire.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

var command = args.FirstOrDefault();
if (command == UsersCommand.Name)
    return await UsersCommand.RunAsync(WebApplication.CreateBuilder());

var isRebuild = command == RebuildCommand.Name;
var builder = WebApplication.CreateBuilder(isRebuild ? [] : args);
builder.AddServiceDefaults();
// Without its database the Aggregator waits, and the event hub keeps what comes.
builder.AddIotDb(failureStatus: HealthStatus.Degraded);
builder.AddIotDbIngest();
builder.AddAggregation();

return isRebuild
    ? await RebuildCommand.RunAsync(builder, args[1..])
    : await builder.RunServiceAsync(app => app.MapDefaultEndpoints());
