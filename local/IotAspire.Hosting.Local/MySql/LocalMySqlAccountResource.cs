using System.Diagnostics;

namespace Aspire.Hosting.ApplicationModel;

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
