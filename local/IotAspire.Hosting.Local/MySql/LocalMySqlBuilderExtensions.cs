using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;
using IotAspire.Hosting.Local;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MySqlConnector;

namespace Aspire.Hosting;

/// <summary>Adds a private MySQL server to the application model.</summary>
public static class LocalMySqlBuilderExtensions
{
    private const int PasswordLength = 32;

    /// <summary>
    /// Adds a MySQL or MariaDB server that runs as a process of this machine, without a container: the machine's own program, or one
    /// that is downloaded once. It forgets its data unless <see cref="WithDataFolder"/> names a folder, and isn't part of what is
    /// published.
    /// </summary>
    /// <param name="builder">The application's builder.</param>
    /// <param name="name">The name of the resource, which is also the name of the connection string.</param>
    /// <param name="password">The password of the account; by default a new random one at each start of the AppHost.</param>
    /// <param name="port">The port; a free one by default.</param>
    /// <returns>A reference to the <see cref="IResourceBuilder{T}"/>.</returns>
    public static IResourceBuilder<LocalMySqlResource> AddLocalMySql(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, IResourceBuilder<ParameterResource>? password = null, int? port = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var secret = password?.Resource ?? RandomPassword(builder, name);
        var server = new LocalMySqlResource(name, secret);
        builder.Eventing.Subscribe<BeforeStartEvent>((starting, _) =>
        {
            starting.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped.Register(server.RemoveSocket);
            return Task.CompletedTask;
        });
        return builder.AddResource(server)
            .WithEndpoint(port: port, targetPort: port, name: LocalMySqlResource.PrimaryEndpointName, isProxied: false)
            .WithArgs(context =>
            {
                context.Args.Add("exec");
                context.Args.Add(LocalServerProgram.MySql.FullPath);
            })
            .WithEnvironment("LOCALMYSQL_PORT", server.PrimaryEndpoint.Property(EndpointProperty.TargetPort))
            .WithEnvironment("LOCALMYSQL_PASSWORD", secret)
            .WithEnvironment(context =>
            {
                if (server.SocketPath is { } socket)
                    context.EnvironmentVariables["LOCALMYSQL_SOCKET"] = socket;
                if (server.DataFolder is { } folder)
                    context.EnvironmentVariables["LOCALMYSQL_DATA"] = folder;
            })
            .WithServerHealthCheck(cancellationToken => SignInAsync(server, cancellationToken))
            // Before the databases become running, which they do at the same event.
            .OnResourceReady(CreateDatabasesAsync)
            .WithIconName("DatabaseMultiple")
            .AsRunModeOnly();
    }

    /// <summary>Adds a database. It is made when the server is ready, unless it is there.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="name">The name of the resource, which is also the name of the connection string.</param>
    /// <param name="databaseName">The name of the database; by default <paramref name="name"/>.</param>
    /// <returns>A reference to the <see cref="IResourceBuilder{T}"/>.</returns>
    public static IResourceBuilder<LocalMySqlDatabaseResource> AddDatabase(
        this IResourceBuilder<LocalMySqlResource> builder, [ResourceName] string name, string? databaseName = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var database = new LocalMySqlDatabaseResource(name, databaseName ?? name, builder.Resource);
        builder.Resource.Add(database);
        return builder.ApplicationBuilder.AddResource(database)
            .FollowServer(builder.Resource)
            .WithServerHealthCheck(cancellationToken => SignInAsync(database, cancellationToken))
            .WithIconName("Database")
            .AsRunModeOnly();
    }

    /// <summary>
    /// Adds an account that can do nothing outside this database. It is made when the server is ready, unless it is there, and gets a
    /// new random password at each start of the AppHost.
    /// </summary>
    /// <param name="builder">The database.</param>
    /// <param name="name">The name of the resource, which is also the name of the connection string.</param>
    /// <param name="ownsDatabase">
    /// Whether it has all rights on the database, and may grant them to others. Otherwise it has none until such an account, or the
    /// server's own, grants it some.
    /// </param>
    /// <param name="userName">The name of the account, at most 32 characters; by default <paramref name="name"/>.</param>
    /// <returns>A reference to the <see cref="IResourceBuilder{T}"/>.</returns>
    public static IResourceBuilder<LocalMySqlAccountResource> AddAccount(
        this IResourceBuilder<LocalMySqlDatabaseResource> builder, [ResourceName] string name, bool ownsDatabase = false, string? userName = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var account = new LocalMySqlAccountResource(name, userName ?? name, RandomPassword(builder.ApplicationBuilder, name), ownsDatabase, builder.Resource);
        builder.Resource.Add(account);
        return builder.ApplicationBuilder.AddResource(account)
            .FollowServer(builder.Resource.Parent)
            // Without the database, which it may not use until it is granted something there.
            .WithServerHealthCheck(cancellationToken => SignInAsync(account, cancellationToken, withDatabase: false))
            .WithIconName("Person")
            .AsRunModeOnly();
    }

    /// <summary>Keeps the data in a folder, from one start to the next.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="path">The folder, relative to the AppHost's; by default <c>.data/{name}</c>.</param>
    /// <returns>A reference to the <see cref="IResourceBuilder{T}"/>.</returns>
    public static IResourceBuilder<LocalMySqlResource> WithDataFolder(this IResourceBuilder<LocalMySqlResource> builder, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Resource.DataFolder = DataFolderPath.Resolve(builder, path);
        return builder;
    }

    // With the connection string that others get: the server answers, the account is there, and so is the database that it names.
    private static async Task SignInAsync(IResourceWithConnectionString resource, CancellationToken cancellationToken, bool withDatabase = true)
    {
        var address = new MySqlConnectionStringBuilder((await resource.GetConnectionStringAsync(cancellationToken))!) { Pooling = false };
        if (!withDatabase)
            address.Database = "";
        await using var connection = new MySqlConnection(address.ConnectionString);
        await connection.OpenAsync(cancellationToken);
    }

    // Unless the configuration has one. Not kept: the server, or the AppHost, sets it at each start.
    private static ParameterResource RandomPassword(IDistributedApplicationBuilder builder, string name)
    {
        var random = RandomNumberGenerator.GetHexString(PasswordLength, lowercase: true);
        return new($"{name}-password", _ => builder.Configuration[$"Parameters:{name}-password"] ?? random, secret: true);
    }

    private static async Task CreateDatabasesAsync(LocalMySqlResource server, ResourceReadyEvent ready, CancellationToken cancellationToken)
    {
        var connectionString = await server.ConnectionStringExpression.GetValueAsync(cancellationToken);
        await using var connection = new MySqlConnection(new MySqlConnectionStringBuilder(connectionString!) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        foreach (var database in server.Databases)
        {
            await TryAsync(database, $"create database if not exists {Name(database)} character set utf8mb4");
            foreach (var account in database.Accounts)
                await TryAsync(account, await StatementsAsync(account, cancellationToken));
        }

        async Task TryAsync(IResource resource, string statements)
        {
            await using var command = new MySqlCommand(statements, connection);
            try
            {
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
            catch (MySqlException exception)
            {
                // Aspire doesn't log it, and without the others would wait, too.
                LocalServerLog.NotCreated(ready.Services.GetRequiredService<ResourceLoggerService>().GetLogger(resource), resource.Name, exception);
            }
        }
    }

    // No name and no password of an account can be a parameter.
    private static string Name(LocalMySqlDatabaseResource database) => $"`{database.DatabaseName.Replace("`", "``", StringComparison.Ordinal)}`";

    // Of all tables in one database, a grant takes the name for a pattern.
    private static string Pattern(LocalMySqlDatabaseResource database) =>
        Name(database).Replace("_", @"\_", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal);

    private static async Task<string> StatementsAsync(LocalMySqlAccountResource account, CancellationToken cancellationToken)
    {
        var user = $"'{MySqlHelper.EscapeString(account.UserName)}'@'%'";
        var password = MySqlHelper.EscapeString((await account.PasswordParameter.GetValueAsync(cancellationToken))!);
        var grant = account.OwnsDatabase ? $"; grant all privileges on {Pattern(account.Parent)}.* to {user} with grant option" : "";
        return $"create user if not exists {user} identified by '{password}'; alter user {user} identified by '{password}'{grant}";
    }
}
