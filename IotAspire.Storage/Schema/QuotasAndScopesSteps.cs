namespace IotAspire.Storage.Schema;

/// <summary>
/// The steps of the migration that bounds the dead letters (their size, in an index, and how many have been deleted) and gives API keys
/// scopes, an end and a time of last use; each can be run again.
/// </summary>
internal static class QuotasAndScopesSteps
{
    public static readonly string[] All =
    [
        AddedColumn.Sql("dead_letters", "body_bytes", "int unsigned GENERATED ALWAYS AS (LENGTH(`body`)) STORED, ADD INDEX `stored` (`stored_at`, `body_bytes`)"),
        AddedColumn.Sql("retention", "dead_letters_deleted", "bigint unsigned NOT NULL DEFAULT 0"),
        // Keys that are there may go on doing everything.
        AddedColumn.Sql("api_keys", "scopes", "varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'read,write,operate'"),
        AddedColumn.Sql("api_keys", "expires_at", "datetime(6) NULL"),
        AddedColumn.Sql("api_keys", "last_used_at", "datetime(6) NULL"),
    ];
}
