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

/// <summary>An account of a <see cref="LocalMySqlDatabaseResource"/>, which has no rights on other databases of the server.</summary>
[DebuggerDisplay("Type = {GetType().Name,nq}, Name = {Name}, UserName = {UserName}")]
public sealed class LocalMySqlAccountResource : Resource, IResourceWithParent<LocalMySqlDatabaseResource>, IResourceWithConnectionString
{
    private const int MaxUserNameLength = 32;

    /// <summary>Initializes a new instance of the <see cref="LocalMySqlAccountResource"/> class.</summary>
    /// <param name="name">The name of the resource.</param>
    /// <param name="userName">The name of the account: at most 32 characters.</param>
    /// <param name="password">The parameter that holds its password.</param>
    /// <param name="ownsDatabase">Whether it has all rights on the database.</param>
    /// <param name="parent">The database.</param>
    public LocalMySqlAccountResource(string name, string userName, ParameterResource password, bool ownsDatabase, LocalMySqlDatabaseResource parent)
        : base(name)
    {
        ArgumentException.ThrowIfNullOrEmpty(userName);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(userName.Length, MaxUserNameLength, nameof(userName));
        ArgumentNullException.ThrowIfNull(password);
        ArgumentNullException.ThrowIfNull(parent);
        UserName = userName;
        PasswordParameter = password;
        OwnsDatabase = ownsDatabase;
        Parent = parent;
    }

    /// <summary>Gets the name of the account.</summary>
    public string UserName { get; }

    /// <summary>Gets the parameter that holds the password of the account.</summary>
    public ParameterResource PasswordParameter { get; }

    /// <summary>Gets whether the account has all rights on the database, and may grant them. Otherwise it has none until it is granted some.</summary>
    public bool OwnsDatabase { get; }

    /// <summary>Gets the database that the account belongs to.</summary>
    public LocalMySqlDatabaseResource Parent { get; }

    /// <summary>Gets the connection string of the database, with this account.</summary>
    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create($"{Parent.Parent.ConnectionStringFor(UserName, PasswordParameter)};{Parent.Part}");

    /// <summary>Gets the database's address, in the form <c>mysql://{user}:{password}@{host}:{port}/{database}</c>.</summary>
    public ReferenceExpression UriExpression => Parent.Parent.UriFor(UserName, PasswordParameter, Parent.DatabaseName);

    IEnumerable<KeyValuePair<string, ReferenceExpression>> IResourceWithConnectionString.GetConnectionProperties() => Parent.CombineProperties(
    [
        new("Username", ReferenceExpression.Create($"{UserName}")),
        new("Password", ReferenceExpression.Create($"{PasswordParameter}")),
        new("Uri", UriExpression),
    ]);
}
