namespace IotAspire.Storage.Schema;

/// <summary>The steps of the migration that gives API keys scopes, an end and a time of last use; each can be run again.</summary>
internal static class KeyScopesSteps
{
    public static readonly string[] All =
    [
        // Keys that are there may go on doing everything.
        AddedColumn.Sql("api_keys", "scopes", "varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'read,write,operate'"),
        AddedColumn.Sql("api_keys", "expires_at", "datetime(6) NULL"),
        AddedColumn.Sql("api_keys", "last_used_at", "datetime(6) NULL"),
    ];
}
