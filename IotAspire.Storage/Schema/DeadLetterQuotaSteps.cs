namespace IotAspire.Storage.Schema;

/// <summary>The steps of the migration that bounds the dead letters: their size, in an index, and how many have been deleted; each can be run again.</summary>
internal static class DeadLetterQuotaSteps
{
    public static readonly string[] All =
    [
        AddedColumn.Sql("dead_letters", "body_bytes", "int unsigned GENERATED ALWAYS AS (LENGTH(`body`)) STORED, ADD INDEX `stored` (`stored_at`, `body_bytes`)"),
        AddedColumn.Sql("retention", "dead_letters_deleted", "bigint unsigned NOT NULL DEFAULT 0"),
    ];
}
