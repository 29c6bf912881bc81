using System.Data;
using MySqlConnector;

namespace IotAspire.Storage.Ingest;

/// <summary>A connection and its transaction. Disposing it without a commit rolls it back.</summary>
internal sealed class IngestTransaction : IAsyncDisposable
{
    /// <summary>
    /// Ends transactions of a process that is frozen or cut off. By default the server takes eight hours to notice, and until then their
    /// locks keep every other process from the partition. Precedes a transaction's first statement and holds until the pool resets the
    /// session. 5 s is less than the default lease, so that locks are gone before another process may claim the partition, and much more
    /// than a process pauses between statements; one that is slower finds its connection closed and stores the batch again.
    /// </summary>
    public const string LimitSilence = "SET SESSION wait_timeout = 5, net_read_timeout = 5, net_write_timeout = 5";

    private readonly MySqlTransaction _transaction;
    private readonly bool _ownsConnection;

    private IngestTransaction(MySqlConnection connection, MySqlTransaction transaction, bool ownsConnection) =>
        (Connection, _transaction, _ownsConnection) = (connection, transaction, ownsConnection);

    public MySqlConnection Connection { get; }

    public static async Task<IngestTransaction> BeginAsync(MySqlDataSource dataSource, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        try
        {
            return await BeginAsync(connection, ownsConnection: true, cancellationToken);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>In a connection that stays open afterwards.</summary>
    public static Task<IngestTransaction> BeginAsync(MySqlConnection connection, CancellationToken cancellationToken) =>
        BeginAsync(connection, ownsConnection: false, cancellationToken);

    public MySqlCommand Command(Statement statement) => statement.On(Connection, _transaction);

    public MySqlCommand Command(Statement statement, string list) => statement.On(Connection, _transaction, list);

    public MySqlCommand Command(Statement statement, ParameterRows rows) => statement.On(Connection, _transaction, rows);

    public async Task ExecuteAsync(Statement statement, CancellationToken cancellationToken)
    {
        await using var command = Command(statement);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public Task CommitAsync(CancellationToken cancellationToken) => _transaction.CommitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        if (_ownsConnection)
            await Connection.DisposeAsync();
    }

    private static async Task<IngestTransaction> BeginAsync(MySqlConnection connection, bool ownsConnection, CancellationToken cancellationToken) =>
        new(connection, await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken), ownsConnection);
}
