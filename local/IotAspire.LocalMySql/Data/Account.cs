using MySqlConnector;

namespace IotAspire.LocalMySql.Data;

/// <summary>The account that the connection string names: everything is allowed, from this machine only.</summary>
internal static class Account
{
    private const string User = "iotaspire";

    /// <summary>
    /// Run by the server at each start, before it takes connections. A new MariaDB has root accounts without a password that
    /// can be reached over TCP; they go. The one of the socket stays, in a folder that only its owner can enter.
    /// </summary>
    public static string Statements(string password) => $"""
        create user if not exists '{User}'@'127.0.0.1' identified by {Quoted(password)};
        alter user '{User}'@'127.0.0.1' identified by {Quoted(password)};
        grant all privileges on *.* to '{User}'@'127.0.0.1' with grant option;
        drop user if exists 'root'@'127.0.0.1', 'root'@'::1';

        """;

    // A password given from outside may hold what a literal must not.
    private static string Quoted(string password) =>
        $"'{password.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";

    public static string ConnectionString(int port, string password) => new MySqlConnectionStringBuilder
    {
        Server = "127.0.0.1",
        Port = (uint)port,
        UserID = User,
        Password = password,
        // Nothing leaves the machine; the key retrieval is what MySQL's default authentication needs without TLS.
        SslMode = MySqlSslMode.None,
        AllowPublicKeyRetrieval = true,
        AllowLoadLocalInfile = true,
    }.ConnectionString;
}
