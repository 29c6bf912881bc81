using IotAspire.LocalMySql;
using IotAspire.Storage;
using IotAspire.Tests.Support;
using MySqlConnector;

namespace IotAspire.Tests.Storage;

/// <summary>The faults are those of real servers, not made up.</summary>
public sealed class DatabaseFaultTests(MySqlServers servers)
{
    private const string Endless = "SELECT COUNT(*) FROM information_schema.collations a, information_schema.collations b, information_schema.collations c, information_schema.collations d";

    public static TheoryData<MySqlFlavor> Flavors => MySqlServers.Flavors;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Flavors))]
    public async Task What_only_a_person_can_mend_does_not_pass(MySqlFlavor flavor)
    {
        var builder = new MySqlConnectionStringBuilder(await servers.CreateDatabaseAsync(flavor));

        Assert.False(await PassesAsync("SELECT 1", With(password: "wrong")));
        Assert.False(await PassesAsync("SELECT 1", With(database: "no_such_database")));
        Assert.False(await PassesAsync("SELECT * FROM `no_such_table`", builder.ConnectionString));
        Assert.False(await PassesAsync("SELEKT", builder.ConnectionString));

        string With(string? password = null, string? database = null) => new MySqlConnectionStringBuilder(builder.ConnectionString)
        {
            Password = password ?? builder.Password,
            Database = database ?? builder.Database,
        }.ConnectionString;
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task A_killed_connection_and_a_killed_statement_pass(MySqlFlavor flavor)
    {
        var connectionString = await servers.CreateDatabaseAsync(flavor);
        await using var other = await OpenAsync(connectionString);
        foreach (var kill in new[] { "KILL", "KILL QUERY" })
        {
            await using var connection = await OpenAsync(connectionString);
            var failing = FailAsync(connection, Endless);
            await WaitForStatementAsync(other, connection.ServerThread);
            await ExecuteAsync(other, $"{kill} {connection.ServerThread}");

            var fault = await failing;
            Assert.True(DatabaseFault.IsTransient(fault), $"{kill}: {fault}");
        }

        // Killed between two statements: the next one finds out.
        await using var idle = await OpenAsync(connectionString);
        await ExecuteAsync(other, $"KILL {idle.ServerThread}");
        var found = await FailAsync(idle, "SELECT 1");
        Assert.True(DatabaseFault.IsTransient(found), found.ToString());
        var again = await FailAsync(idle, "SELECT 1");
        Assert.True(DatabaseFault.IsTransient(again), again.ToString());
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task Deadlocks_and_lock_timeouts_pass(MySqlFlavor flavor)
    {
        var connectionString = await servers.CreateDatabaseAsync(flavor);
        await using var one = await OpenAsync(connectionString);
        await using var two = await OpenAsync(connectionString);
        await ExecuteAsync(one, "CREATE TABLE t (id int PRIMARY KEY, v int NOT NULL) ENGINE=InnoDB");
        await ExecuteAsync(one, "INSERT INTO t VALUES (1, 0), (2, 0)");

        await ExecuteAsync(two, "SET innodb_lock_wait_timeout = 1");
        await ExecuteAsync(one, "START TRANSACTION");
        await ExecuteAsync(one, "UPDATE t SET v = 1 WHERE id = 1");
        var timeout = await FailAsync(two, "UPDATE t SET v = 2 WHERE id = 1");
        Assert.True(DatabaseFault.IsTransient(timeout), timeout.ToString());

        await ExecuteAsync(two, "SET innodb_lock_wait_timeout = 50");
        await ExecuteAsync(two, "START TRANSACTION");
        await ExecuteAsync(two, "UPDATE t SET v = 2 WHERE id = 2");
        var faults = await Task.WhenAll(TryAsync(one, "UPDATE t SET v = 1 WHERE id = 2"), TryAsync(two, "UPDATE t SET v = 2 WHERE id = 1"));
        var victim = Assert.Single(faults, fault => fault is not null)!;
        Assert.True(DatabaseFault.IsTransient(victim), victim.ToString());
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task A_server_that_stops_in_the_middle_or_is_not_there_passes(MySqlFlavor flavor)
    {
        await using var server = await OwnServer.StartAsync(servers, flavor);
        await using var other = await OpenAsync(server.ConnectionString);
        await using var connection = await OpenAsync(server.ConnectionString);
        var failing = FailAsync(connection, Endless);
        await WaitForStatementAsync(other, connection.ServerThread);

        await server.StopAsync();

        var stopped = await failing;
        Assert.True(DatabaseFault.IsTransient(stopped), stopped.ToString());
        Assert.True(await PassesAsync("SELECT 1", server.ConnectionString));
        await server.RestartAsync();
        await using var killed = await OpenAsync(server.ConnectionString);
        failing = FailAsync(killed, Endless);
        await server.KillAsync();
        var gone = await failing;
        Assert.True(DatabaseFault.IsTransient(gone), gone.ToString());
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task Too_many_connections_pass(MySqlFlavor flavor)
    {
        var connectionString = await servers.CreateDatabaseAsync(flavor);
        await using var administrator = await OpenAsync(connectionString);
        await ExecuteAsync(administrator, "CREATE USER 'app'@'%' IDENTIFIED BY 'app' WITH MAX_USER_CONNECTIONS 1");
        await ExecuteAsync(administrator, $"GRANT ALL ON `{administrator.Database}`.* TO 'app'@'%'");
        var app = new MySqlConnectionStringBuilder(connectionString) { UserID = "app", Password = "app" }.ConnectionString;

        await using (await OpenAsync(app))
            Assert.True(await PassesAsync("SELECT 1", app));

        await ExecuteAsync(administrator, "DROP USER 'app'@'%'");
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task A_server_that_only_reads_and_a_connection_closed_for_silence_pass_but_not_other_options(MySqlFlavor flavor)
    {
        await using var server = await OwnServer.StartAsync(servers, flavor);
        var builder = new MySqlConnectionStringBuilder(await server.CreateDatabaseAsync());
        await using var administrator = await OpenAsync(builder.ConnectionString);
        await ExecuteAsync(administrator, "CREATE TABLE t (id int PRIMARY KEY) ENGINE=InnoDB");
        await ExecuteAsync(administrator, "CREATE USER 'app'@'%' IDENTIFIED BY 'app'");
        await ExecuteAsync(administrator, $"GRANT ALL ON `{administrator.Database}`.* TO 'app'@'%'");
        await ExecuteAsync(administrator, "SET GLOBAL read_only = 1");
        (builder.UserID, builder.Password) = ("app", "app");
        Assert.True(await PassesAsync("INSERT INTO t VALUES (1)", builder.ConnectionString));

        await using var silent = await OpenAsync(builder.ConnectionString);
        await ExecuteAsync(silent, "SET SESSION wait_timeout = 1");
        await Eventually.Async(() => ProcessesAsync(administrator, silent.ServerThread), running => running == 0, TimeSpan.FromSeconds(20), "closed for silence");
        var closed = await FailAsync(silent, "SELECT 1");
        Assert.True(DatabaseFault.IsTransient(closed), closed.ToString());

        // The same number as read_only, but nothing that passes; only MySQL has it without being configured so.
        if (flavor == MySqlFlavor.MySql)
            Assert.False(await PassesAsync("SELECT 1 INTO OUTFILE '/no/such/folder/t'", administrator.ConnectionString));
    }

    private static async Task<MySqlConnection> OpenAsync(string connectionString)
    {
        var connection = new MySqlConnection(new MySqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Token);
        return connection;
    }

    private static async Task ExecuteAsync(MySqlConnection connection, string sql)
    {
        await using var command = new MySqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }

    private static async Task<Exception?> TryAsync(MySqlConnection connection, string sql)
    {
        var fault = await Record.ExceptionAsync(() => ExecuteAsync(connection, sql));
        // Lets the other one of a deadlock go on.
        if (fault is null && connection.State == System.Data.ConnectionState.Open)
            await ExecuteAsync(connection, "COMMIT");
        return fault;
    }

    private static async Task<Exception> FailAsync(MySqlConnection connection, string sql) =>
        await Record.ExceptionAsync(() => ExecuteAsync(connection, sql)) ?? throw new InvalidOperationException($"No fault: {sql}");

    private static async Task<bool> PassesAsync(string sql, string connectionString)
    {
        var fault = await Record.ExceptionAsync(async () =>
        {
            await using var connection = await OpenAsync(connectionString);
            await ExecuteAsync(connection, sql);
        });
        return DatabaseFault.IsTransient(fault ?? throw new InvalidOperationException($"No fault: {sql}"));
    }

    private static async Task<long> ProcessesAsync(MySqlConnection observer, int thread)
    {
        await using var command = new MySqlCommand($"SELECT COUNT(*) FROM information_schema.processlist WHERE id = {thread}", observer);
        return (long)(await command.ExecuteScalarAsync(Token))!;
    }

    private static Task<long> WaitForStatementAsync(MySqlConnection observer, int thread) => Eventually.Async(
        async () =>
        {
            await using var command = new MySqlCommand(
                $"SELECT COUNT(*) FROM information_schema.processlist WHERE id = {thread} AND command = 'Query'", observer);
            return (long)(await command.ExecuteScalarAsync(Token))!;
        },
        running => running == 1,
        TimeSpan.FromSeconds(20),
        "the statement runs");
}
