using System.Diagnostics;
using MySqlConnector;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A database of a <see cref="LocalMySqlResource"/>.</summary>
[DebuggerDisplay("Type = {GetType().Name,nq}, Name = {Name}, Database = {DatabaseName}")]
public sealed class LocalMySqlDatabaseResource : Resource, IResourceWithParent<LocalMySqlResource>, IResourceWithConnectionString
{
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

    /// <summary>Gets the connection string of the server, followed by <c>;Database={database}</c>.</summary>
    public ReferenceExpression ConnectionStringExpression
    {
        get
        {
            // Quoted where the name needs it.
            var database = new MySqlConnectionStringBuilder { Database = DatabaseName }.ConnectionString;
            return ReferenceExpression.Create($"{Parent};{database}");
        }
    }

    /// <summary>Gets the database's address, in the form <c>mysql://{user}:{password}@{host}:{port}/{database}</c>.</summary>
    public ReferenceExpression UriExpression => Parent.Uri(DatabaseName);

    /// <summary>Gets the JDBC connection string, without credentials: <c>jdbc:mysql://{host}:{port}/{database}</c>.</summary>
    public ReferenceExpression JdbcConnectionString => ReferenceExpression.Create($"{Parent.JdbcConnectionString}/{DatabaseName:uri}");

    IEnumerable<KeyValuePair<string, ReferenceExpression>> IResourceWithConnectionString.GetConnectionProperties() => Parent.CombineProperties(
    [
        new("DatabaseName", ReferenceExpression.Create($"{DatabaseName}")),
        new("Uri", UriExpression),
        new("JdbcConnectionString", JdbcConnectionString),
    ]);
}
