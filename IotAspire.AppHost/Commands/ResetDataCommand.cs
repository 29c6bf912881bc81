using IotAspire.AppHost.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MySqlConnector;

namespace IotAspire.AppHost.Commands;

/// <summary>
/// <em>Reset data</em> on the database: empties it and the event hub. Both, because a database that is empty alone would be filled again
/// from the hub. The services are stopped for that time, the senders first.
/// </summary>
internal static class ResetDataCommand
{
    public const string Name = "reset-data";

    /// <summary>Adds it where both servers are the AppHost's; existing ones are left alone.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> WithResetDataCommand(
        this IResourceBuilder<IResourceWithConnectionString> iotdb, IResourceBuilder<IResourceWithConnectionString> telemetry)
    {
        if (iotdb.Resource is not IResourceWithParent || telemetry.Resource is not IResourceWithParent { Parent: var hubServer })
            return iotdb;
        return iotdb.WithCommand(Name, "Reset data", context => ResetAsync(context, iotdb.Resource, hubServer), new CommandOptions
        {
            Description = "Empties the database and the event hub, and starts the services again.",
            ConfirmationMessage = "All readings and rollups in the database and all events on the hub will be deleted. The services are stopped and started again. This can't be undone. Delete everything?",
            IconName = "Delete",
            IsHighlighted = true,
            UpdateState = RunningResources.WhileRunning,
        });
    }

    /// <summary>
    /// Empties the database once it is there and before anyone uses it, if that was asked for on the command line: for a server whose
    /// data isn't a folder of this machine.
    /// </summary>
    public static IResourceBuilder<T> WithResetAtStart<T>(this IResourceBuilder<T> iotdb, AppHostOptions options)
        where T : IResourceWithConnectionString
    {
        // It is ready again whenever its server has been started again.
        var isDone = 0;
        return !options.IsReset ? iotdb : iotdb.OnResourceReady(async (database, _, cancellationToken) =>
        {
            if (Interlocked.Exchange(ref isDone, 1) == 0)
                await EmptyAsync((await database.GetConnectionStringAsync(cancellationToken))!, cancellationToken);
        });
    }

    private static async Task<ExecuteCommandResult> ResetAsync(ExecuteCommandContext context, IResourceWithConnectionString iotdb, IResource hubServer)
    {
        var running = new RunningResources(context.Services);
        // A service that is stopped already stays stopped.
        var services = context.Services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<ProjectResource>().Where(running.IsRunning).ToList();
        // The services start again even if a step fails or is cancelled.
        var stopping = context.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        try
        {
            foreach (var service in Enumerable.Reverse(services))
                await running.StopAsync(service, context.CancellationToken);
            await EmptyAsync((await iotdb.GetConnectionStringAsync(context.CancellationToken))!, context.CancellationToken);
            await running.StopAsync(hubServer, context.CancellationToken);
            if (hubServer.Annotations.OfType<DataFolderAnnotation>().SingleOrDefault() is { } data && Directory.Exists(data.Folder))
                Directory.Delete(data.Folder, recursive: true);
        }
        finally
        {
            await Task.WhenAll(services.Prepend(hubServer).Select(resource => running.StartAsync(resource, stopping)));
        }

        return CommandResults.Success($"Database and event hub are empty. Started again: {string.Join(", ", services.Prepend(hubServer).Select(resource => resource.Name))}.");
    }

    private static async Task EmptyAsync(string connectionString, CancellationToken cancellationToken)
    {
        var server = new MySqlConnectionStringBuilder(connectionString) { Pooling = false };
        // A name can't be a parameter.
        var database = $"`{server.Database.Replace("`", "``", StringComparison.Ordinal)}`";
        server.Database = "";
        await using var connection = new MySqlConnection(server.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new MySqlCommand($"drop database if exists {database}; create database {database} character set utf8mb4", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
