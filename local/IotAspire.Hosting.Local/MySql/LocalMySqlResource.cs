using IotAspire.Hosting.Local;
using MySqlConnector;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A private MySQL or MariaDB server, as a process.</summary>
public sealed class LocalMySqlResource : ExecutableResource, IResourceWithConnectionString
{
    internal const string PrimaryEndpointName = "tcp";

    internal const string AdministratorName = "iotaspire";

    private readonly List<LocalMySqlDatabaseResource> _databases = [];
    private readonly TemporarySocketFolder? _socketFolder;

    /// <summary>Initializes a new instance of the <see cref="LocalMySqlResource"/> class.</summary>
    /// <param name="name">The name of the resource.</param>
    /// <param name="password">The parameter that holds the password of the account, which has all rights.</param>
    public LocalMySqlResource(string name, ParameterResource password)
        : base(name, LocalServerProgram.DotNet, LocalServerProgram.MySql.Folder)
    {
        ArgumentNullException.ThrowIfNull(password);
        PasswordParameter = password;
        _socketFolder = OperatingSystem.IsWindows() ? null : new TemporarySocketFolder();
    }

    /// <summary>Gets the endpoint of the MySQL protocol.</summary>
    public EndpointReference PrimaryEndpoint => new(this, PrimaryEndpointName);

    /// <summary>Gets the host of the server.</summary>
    public EndpointReferenceExpression Host => PrimaryEndpoint.Property(EndpointProperty.Host);

    /// <summary>Gets the port of the server.</summary>
    public EndpointReferenceExpression Port => PrimaryEndpoint.Property(EndpointProperty.Port);

    /// <summary>Gets the parameter that holds the password of the account.</summary>
    public ParameterResource PasswordParameter { get; }

    /// <summary>
    /// Gets the path of the server's Unix socket, in a folder that only this user can open and that goes with the AppHost;
    /// <see langword="null"/> on Windows, which has none.
    /// </summary>
    public string? SocketPath => _socketFolder?.Socket;

    /// <summary>
    /// Gets the connection string without a database: <c>Server={socket};Protocol=Unix;User ID={user};Password={password}</c>, on
    /// Windows <c>Server={host};Port={port};User ID={user};Password={password}</c>.
    /// </summary>
    public ReferenceExpression ConnectionStringExpression => ConnectionStringFor(AdministratorName, PasswordParameter);

    /// <summary>Gets the server's address, in the form <c>mysql://{user}:{password}@{host}:{port}</c>.</summary>
    public ReferenceExpression UriExpression => UriFor(AdministratorName, PasswordParameter);

    /// <summary>Gets the JDBC connection string, without credentials: <c>jdbc:mysql://{host}:{port}</c>.</summary>
    public ReferenceExpression JdbcConnectionString => ReferenceExpression.Create($"jdbc:mysql://{Host}:{Port}");

    /// <summary>Gets the databases of the server.</summary>
    public IReadOnlyList<LocalMySqlDatabaseResource> Databases => _databases;

    /// <summary>Where the data is kept; null for a temporary folder.</summary>
    internal string? DataFolder { get; set; }

    // Over the socket: before the server has its port, another user's program may hold it, and MySqlConnector gives a loopback port the password.
    internal ReferenceExpression ConnectionStringFor(string userName, ParameterResource password) => SocketPath is { } socket
        ? ReferenceExpression.Create($"{new MySqlConnectionStringBuilder { Server = socket }.ConnectionString};Protocol=Unix;User ID={userName};Password={password}")
        : ReferenceExpression.Create($"Server={Host};Port={Port};User ID={userName};Password={password}");

    internal ReferenceExpression UriFor(string userName, ParameterResource password, string? databaseName = null)
    {
        var expression = new ReferenceExpressionBuilder();
        expression.Append($"mysql://{userName:uri}:{password:uri}@{Host}:{Port}");
        if (databaseName is not null)
            expression.Append($"/{databaseName:uri}");
        return expression.Build();
    }

    internal void Add(LocalMySqlDatabaseResource database) => _databases.Add(database);

    internal void RemoveSocket() => _socketFolder?.Dispose();

    IEnumerable<KeyValuePair<string, ReferenceExpression>> IResourceWithConnectionString.GetConnectionProperties()
    {
        yield return new("Host", ReferenceExpression.Create($"{Host}"));
        yield return new("Port", ReferenceExpression.Create($"{Port}"));
        yield return new("Username", ReferenceExpression.Create($"{AdministratorName}"));
        yield return new("Password", ReferenceExpression.Create($"{PasswordParameter}"));
        yield return new("Uri", UriExpression);
        yield return new("JdbcConnectionString", JdbcConnectionString);
    }
}

/// <summary>A temporary folder for one Unix socket, which only this user can open. Nobody else can have made it before: its name is random.</summary>
internal sealed class TemporarySocketFolder : IDisposable
{
    // The longest that Linux and macOS take both.
    private const int MaxPathLength = 103;

    private readonly Lazy<DirectoryInfo> _folder = new(() => Directory.CreateTempSubdirectory("iotaspire-"));

    /// <summary>The socket's path. The first call creates the folder.</summary>
    /// <exception cref="DistributedApplicationException">The temporary folder's path is too long.</exception>
    public string Socket => Path.Combine(_folder.Value.FullName, "s") is { Length: <= MaxPathLength } path
        ? path
        : throw new DistributedApplicationException($"The temporary folder {Path.GetTempPath()} has too long a path for a Unix socket. Set the environment variable TMPDIR to a shorter one.");

    public void Dispose()
    {
        if (_folder.IsValueCreated && _folder.Value.Exists)
            _folder.Value.Delete(recursive: true);
    }
}
