using MySqlConnector;

namespace IotAspire.Storage.Schema;

/// <summary>Settings of the server, or of its sessions, with which what is stored would be wrong, or nothing at all.</summary>
public sealed class ServerSettings(MySqlDataSource dataSource)
{
    // An event may have 1 MiB, and twice that where every byte is quoted. Both servers' defaults are far more.
    private const long MinPacket = 4 * 1024 * 1024;

    private static readonly Statement Read = new("read server settings", "SELECT @@autocommit = 1, @@sql_mode, @@max_allowed_packet");

    /// <summary>Looks at the settings that a session of this service gets.</summary>
    /// <exception cref="UnfitServerException">Names each setting that must be another.</exception>
    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = Read.On(connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var errors = new List<string>();
        if (!reader.GetBoolean(0))
            errors.Add("autocommit must be 1: without it no claim of a partition is ever kept");
        if (reader.GetString(1).Split(',').Contains("NO_BACKSLASH_ESCAPES"))
            errors.Add("sql_mode must be without NO_BACKSLASH_ESCAPES: texts would be stored with each backslash doubled");
        if (reader.GetInt64(2) < MinPacket)
            errors.Add($"max_allowed_packet is {reader.GetInt64(2)}, must be {MinPacket} or more: a large event would not fit as a dead letter");
        if (errors.Count > 0)
            throw new UnfitServerException(errors);
    }
}

/// <summary>The database server is set up in a way that doesn't do.</summary>
public sealed class UnfitServerException(IReadOnlyCollection<string> errors) : Exception($"The database server can't be used. {string.Join(". ", errors)}.")
{
    /// <summary>Each setting that must be another, and why.</summary>
    public IReadOnlyCollection<string> Errors => errors;
}
