namespace IotAspire.Storage.Schema;

/// <summary>
/// The steps of the migration that lets rollups tell how many readings came from clocks that run ahead and when the last late one
/// came, and retention tell what has been dropped; each can be run again.
/// </summary>
internal static class LateAndAheadSteps
{
    // Whatever lies before the cutoff of an older database may have been dropped.
    private const string DroppedSoFar = "UPDATE `retention` SET `raw_dropped_until` = `raw_cutoff` WHERE `raw_dropped_until` IS NULL";
    private const string DroppedIsKnown = "ALTER TABLE `retention` MODIFY COLUMN `raw_dropped_until` datetime(6) NOT NULL DEFAULT '2000-01-01'";

    public static readonly string[] All =
    [
        .. Rollups("rollups_1m"), .. Rollups("rollups_1h"), .. Rollups("rollups_1d"),
        AddedColumn.Sql("retention", "raw_dropped_until", "datetime(6) NULL"), DroppedSoFar, DroppedIsKnown,
    ];

    private static string[] Rollups(string table) =>
    [
        AddedColumn.Sql(table, "ahead", "int unsigned NOT NULL DEFAULT 0"),
        AddedColumn.Sql(table, "last_late_at", "datetime(3) NULL"),
    ];
}
