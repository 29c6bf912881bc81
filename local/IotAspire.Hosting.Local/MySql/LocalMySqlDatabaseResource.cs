using System.Diagnostics;
using MySqlConnector;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A database of a <see cref="LocalMySqlResource"/>.</summary>
[DebuggerDisplay("Type = {GetType().Name,nq}, Name = {Name}, Database = {DatabaseName}")]
public sealed class LocalMySqlDatabaseResource : Resource, IResourceWithParent<LocalMySqlResource>, IResourceWithConnectionString
{
    /// <summary>Creates it.</summary>
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

    /// <summary>The name of the database.</summary>
    public string DatabaseName { get; }

    /// <summary>The server.</summary>
    public LocalMySqlResource Parent { get; }

    /// <summary>The connection string of the server with <c>;Database={database}</c>.</summary>
    public ReferenceExpression ConnectionStringExpression
    {
        get
        {
            // Quoted where the name needs it.
            var database = new MySqlConnectionStringBuilder { Database = DatabaseName }.ConnectionString;
            return ReferenceExpression.Create($"{Parent};{database}");
        }
    }

    /// <summary>The database's address: <c>mysql://{user}:{password}@{host}:{port}/{database}</c>.</summary>
    public ReferenceExpression UriExpression => Parent.Uri(DatabaseName);

    /// <summary>The address for JDBC, without credentials: <c>jdbc:mysql://{host}:{port}/{database}</c>.</summary>
    public ReferenceExpression JdbcConnectionString => ReferenceExpression.Create($"{Parent.JdbcConnectionString}/{DatabaseName:uri}");

    IEnumerable<KeyValuePair<string, ReferenceExpression>> IResourceWithConnectionString.GetConnectionProperties() => Parent.CombineProperties(
    [
        new("DatabaseName", ReferenceExpression.Create($"{DatabaseName}")),
        new("Uri", UriExpression),
        new("JdbcConnectionString", JdbcConnectionString),
    ]);
}
