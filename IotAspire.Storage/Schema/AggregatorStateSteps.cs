namespace IotAspire.Storage.Schema;

/// <summary>The steps of the migration that lets processes share partitions and tell how they do; each can be run again.</summary>
internal static class AggregatorStateSteps
{
    public static readonly string[] Tables = ["owners", "ingest_statistics"];

    private const string Owners =
        """
        CREATE TABLE IF NOT EXISTS `owners` (
          `event_hub` varchar(256) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
          `consumer_group` varchar(64) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
          `owner` varchar(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
          `alive_until` datetime(6) NOT NULL,
          PRIMARY KEY (`event_hub`, `consumer_group`, `owner`)
        ) ENGINE=InnoDB
        """;

    private const string IngestStatistics =
        """
        CREATE TABLE IF NOT EXISTS `ingest_statistics` (
          `event_hub` varchar(256) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
          `consumer_group` varchar(64) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
          `partition_id` varchar(16) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
          `batches` bigint unsigned NOT NULL,
          `stored` bigint unsigned NOT NULL,
          `duplicates` bigint unsigned NOT NULL,
          `conflicts` bigint unsigned NOT NULL,
          `late` bigint unsigned NOT NULL,
          `out_of_range` bigint unsigned NOT NULL,
          `dead_letters` bigint unsigned NOT NULL,
          `last_batch_readings` int unsigned NOT NULL,
          `last_batch_ms` int unsigned NOT NULL,
          `stored_at` datetime(6) NOT NULL,
          PRIMARY KEY (`event_hub`, `consumer_group`, `partition_id`)
        ) ENGINE=InnoDB
        """;

    // So that a year of minutes can be dropped by the month, without long deletes.
    private const string MinutePartitions =
        """
        ALTER TABLE `rollups_1m` PARTITION BY RANGE COLUMNS(`bucket_start`) (
          PARTITION `p_first` VALUES LESS THAN ('2000-01-01'),
          PARTITION `p_future` VALUES LESS THAN (MAXVALUE)
        )
        """;

    public static readonly string[] All = [Owners, IngestStatistics, MinutePartitions];
}
