using IotAspire.Hosting.Local;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A private MySQL or MariaDB server, as a process.</summary>
public sealed class LocalMySqlResource : ExecutableResource, IResourceWithConnectionString
{
    internal const string PrimaryEndpointName = "tcp";

    private const string UserName = "iotaspire";

    private readonly List<LocalMySqlDatabaseResource> _databases = [];

    /// <summary>Creates it.</summary>
    /// <param name="name">The name of the resource.</param>
    /// <param name="password">The password of the account, which may do everything.</param>
    public LocalMySqlResource(string name, ParameterResource password)
        : base(name, LocalServerProgram.DotNet, LocalServerProgram.MySql.Folder)
    {
        ArgumentNullException.ThrowIfNull(password);
        PasswordParameter = password;
    }

    /// <summary>The endpoint of MySQL's protocol.</summary>
    public EndpointReference PrimaryEndpoint => new(this, PrimaryEndpointName);

    /// <summary>The server's host.</summary>
    public EndpointReferenceExpression Host => PrimaryEndpoint.Property(EndpointProperty.Host);

    /// <summary>The server's port.</summary>
    public EndpointReferenceExpression Port => PrimaryEndpoint.Property(EndpointProperty.Port);

    /// <summary>The password of the account.</summary>
    public ParameterResource PasswordParameter { get; }

    /// <summary>The connection string without a database: <c>Server={host};Port={port};User ID={user};Password={password}</c>.</summary>
    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create($"Server={Host};Port={Port};User ID={UserName};Password={PasswordParameter}");

    /// <summary>The server's address: <c>mysql://{user}:{password}@{host}:{port}</c>.</summary>
    public ReferenceExpression UriExpression => Uri(databaseName: null);

    /// <summary>The address for JDBC, without credentials: <c>jdbc:mysql://{host}:{port}</c>.</summary>
    public ReferenceExpression JdbcConnectionString => ReferenceExpression.Create($"jdbc:mysql://{Host}:{Port}");

    /// <summary>The databases.</summary>
    public IReadOnlyList<LocalMySqlDatabaseResource> Databases => _databases;

    /// <summary>Where the data is kept; null for a temporary folder.</summary>
    internal string? DataFolder { get; set; }

    internal ReferenceExpression Uri(string? databaseName)
    {
        var expression = new ReferenceExpressionBuilder();
        expression.Append($"mysql://{UserName:uri}:{PasswordParameter:uri}@{Host}:{Port}");
        if (databaseName is not null)
            expression.Append($"/{databaseName:uri}");
        return expression.Build();
    }

    internal void Add(LocalMySqlDatabaseResource database) => _databases.Add(database);

    IEnumerable<KeyValuePair<string, ReferenceExpression>> IResourceWithConnectionString.GetConnectionProperties()
    {
        yield return new("Host", ReferenceExpression.Create($"{Host}"));
        yield return new("Port", ReferenceExpression.Create($"{Port}"));
        yield return new("Username", ReferenceExpression.Create($"{UserName}"));
        yield return new("Password", ReferenceExpression.Create($"{PasswordParameter}"));
        yield return new("Uri", UriExpression);
        yield return new("JdbcConnectionString", JdbcConnectionString);
    }
}
