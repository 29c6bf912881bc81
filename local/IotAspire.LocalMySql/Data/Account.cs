using MySqlConnector;

namespace IotAspire.LocalMySql.Data;

/// <summary>
/// The account that the connection string names. It administrates the server, which listens to this machine only: it creates databases and
/// accounts and grants rights, and so can give itself every right that it lacks.
/// </summary>
internal sealed class Account(string password)
{
    private const string User = "iotaspire";

    /// <summary>
    /// Run by the server at each start, before it takes connections. One account for the socket and for TCP, because MySQL remembers a
    /// password that was given over the socket, and then takes it over TCP without sending it. Earlier versions had one for TCP only. A
    /// new MariaDB has accounts without a name, and root without a password for this machine under each of its names.
    /// </summary>
    public string Statements => $"""
        create user if not exists '{User}'@'%' identified by {Quoted};
        alter user '{User}'@'%' identified by {Quoted};
        grant all privileges on *.* to '{User}'@'%' with grant option;
        revoke file on *.* from '{User}'@'%';
        drop user if exists '{User}'@'127.0.0.1';
        set @others = (select group_concat(quote(user), '@', quote(host)) from mysql.user where user = '' or (user = 'root' and host not in ('localhost', '%')));
        set @drop = if(@others is null, 'do 0', concat('drop user ', @others));
        prepare dropping from @drop;
        execute dropping;
        deallocate prepare dropping;
        alter user if exists 'root'@'localhost' account lock;

        """;

    // A password given from outside may hold what a literal must not.
    private string Quoted => $"'{password.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>For others. MySqlConnector gives the password to the program that holds the port, which is the server while it runs.</summary>
    public string OverTcp(int port) => new MySqlConnectionStringBuilder
    {
        Server = "127.0.0.1",
        Port = (uint)port,
        UserID = User,
        Password = password,
        // Nothing leaves the machine.
        SslMode = MySqlSslMode.None,
        AllowLoadLocalInfile = true,
    }.ConnectionString;

    /// <summary>
    /// For our own sign-ins: nobody else can have the socket, which lies in a folder of the user's own, and it answers only once the server
    /// has its port. Windows has none.
    /// </summary>
    public string OverSocket(string socket, int port) => OperatingSystem.IsWindows() ? OverTcp(port) : new MySqlConnectionStringBuilder
    {
        Server = socket,
        ConnectionProtocol = MySqlConnectionProtocol.UnixSocket,
        UserID = User,
        Password = password,
        // MySQL wants the password as it is over a socket, which MySqlConnector sends over TLS only.
        SslMode = MySqlSslMode.Preferred,
        Pooling = false,
    }.ConnectionString;
}
