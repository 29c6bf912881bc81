using System.Diagnostics;
using MySqlConnector;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A database of a <see cref="LocalMySqlResource"/>.</summary>
[DebuggerDisplay("Type = {GetType().Name,nq}, Name = {Name}, Database = {DatabaseName}")]
public sealed class LocalMySqlDatabaseResource : Resource, IResourceWithParent<LocalMySqlResource>, IResourceWithConnectionString
{
    private readonly List<LocalMySqlAccountResource> _accounts = [];

    /// <summary>Initializes a new instance of the <see cref="LocalMySqlDatabaseResource"/> class.</summary>
    /// <param name="name">The name of the resource.</param>
    /// <param name="databaseName">The name of the database.</param>
    /// <param name="parent">The server.</param>
    public LocalMySqlDatabaseResource(string name, string databaseName, LocalMySqlResource parent)
        : base(name)
    {
        ArgumentException.ThrowIfNullOrEmpty(databaseName);
        ArgumentNullException.ThrowIfNull(parent);
        DatabaseName = databaseName;
        Parent = parent;
    }

    /// <summary>Gets the name of the database.</summary>
    public string DatabaseName { get; }

    /// <summary>Gets the server that the database belongs to.</summary>
    public LocalMySqlResource Parent { get; }

    /// <summary>Gets the accounts of the database, besides the server's own.</summary>
    public IReadOnlyList<LocalMySqlAccountResource> Accounts => _accounts;

    /// <summary>Gets the connection string of the server, followed by <c>;Database={database}</c>.</summary>
    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{Parent};{Part}");

    /// <summary>Gets the database's address, in the form <c>mysql://{user}:{password}@{host}:{port}/{database}</c>.</summary>
    public ReferenceExpression UriExpression => Parent.UriFor(LocalMySqlResource.AdministratorName, Parent.PasswordParameter, DatabaseName);

    /// <summary>Gets the JDBC connection string, without credentials: <c>jdbc:mysql://{host}:{port}/{database}</c>.</summary>
    public ReferenceExpression JdbcConnectionString => ReferenceExpression.Create($"{Parent.JdbcConnectionString}/{DatabaseName:uri}");

    /// <summary>What names the database in a connection string, quoted where the name needs it.</summary>
    internal string Part => new MySqlConnectionStringBuilder { Database = DatabaseName }.ConnectionString;

    internal void Add(LocalMySqlAccountResource account) => _accounts.Add(account);

    IEnumerable<KeyValuePair<string, ReferenceExpression>> IResourceWithConnectionString.GetConnectionProperties() => Parent.CombineProperties(
    [
        new("DatabaseName", ReferenceExpression.Create($"{DatabaseName}")),
        new("Uri", UriExpression),
        new("JdbcConnectionString", JdbcConnectionString),
    ]);
}
