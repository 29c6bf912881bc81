using MySqlConnector;

namespace IotAspire.Api.Features.Pipeline.DeadLetters.Body;

internal sealed class Query(MySqlDataSource dataSource)
{
    /// <returns>The bytes as they came; null if there is no such dead letter.</returns>
    public async Task<byte[]?> FindAsync(ulong id, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = new MySqlCommand("SELECT `body` FROM `dead_letters` WHERE `id` = @id", connection);
        command.Parameters.AddWithValue("@id", id);
        return await command.ExecuteScalarAsync(cancellationToken) as byte[];
    }
}
