namespace IotAspire.Storage.Schema;

/// <summary>The statements of the initial migration. Each can run again.</summary>
internal static class InitialSteps
{
    public static readonly string[] Tables =
    [
        "sensors", "readings", "rollups_1m", "rollups_1h", "rollups_1d", "checkpoints", "dead_letters", "retention", "api_keys",
        "owners", "ingest_statistics",
    ];

    private static readonly string[] SensorTables = ["readings", "rollups_1m", "rollups_1h", "rollups_1d"];

    private const string Sensors =
        """
        CREATE TABLE IF NOT EXISTS `sensors` (
          `id` int unsigned NOT NULL AUTO_INCREMENT,
          `sensor_id` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
          `type` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
          `unit` varchar(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
          `latitude` double NULL,
          `longitude` double NULL,
          `range_min` double NULL,
          `range_max` double NULL,
          `description` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
          `expected_interval_ms` int unsigned NULL,
          `origin` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
          PRIMARY KEY (`id`),
          UNIQUE KEY `sensor_id` (`sensor_id`)
        ) ENGINE=InnoDB
        """;

    // The first partition and the one without end always stay: a row without a partition would be dropped in silence by
    // LOAD DATA … IGNORE.
    private const string Readings =
        """
        CREATE TABLE IF NOT EXISTS `readings` (
          `sensor` int unsigned NOT NULL,
          `measured_at` datetime(6) NOT NULL,
          `value` double NOT NULL,
          `enqueued_at` datetime(3) NOT NULL,
          `flags` tinyint unsigned NOT NULL,
          PRIMARY KEY (`sensor`, `measured_at`)
        ) ENGINE=InnoDB
        PARTITION BY RANGE COLUMNS(`measured_at`) (
          PARTITION `p_first` VALUES LESS THAN ('2000-01-01'),
          PARTITION `p_future` VALUES LESS THAN (MAXVALUE)
        )
        """;

    private const string Checkpoints =
        """
        CREATE TABLE IF NOT EXISTS `checkpoints` (
          `event_hub` varchar(256) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
          `consumer_group` varchar(64) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
          `partition_id` varchar(16) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
          `hub_created_at` datetime(3) NULL,
          `epoch` int unsigned NOT NULL DEFAULT 0,
          `sequence_number` bigint NULL,
          `offset` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
          `last_enqueued_at` datetime(3) NULL,
          `caught_up_at` datetime(6) NULL,
          `hub_sequence_number` bigint NULL,
          `lost_events` bigint unsigned NOT NULL DEFAULT 0,
          `owner` varchar(128) CHARACTER SET ascii COLLATE ascii_bin NULL,
          `owner_level` bigint NOT NULL DEFAULT 0,
          `lease_until` datetime(6) NULL,
          PRIMARY KEY (`event_hub`, `consumer_group`, `partition_id`)
        ) ENGINE=InnoDB
        """;

    private const string DeadLetters =
        """
        CREATE TABLE IF NOT EXISTS `dead_letters` (
          `id` bigint unsigned NOT NULL AUTO_INCREMENT,
          `event_hub` varchar(256) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
          `consumer_group` varchar(64) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
          `partition_id` varchar(16) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
          `epoch` int unsigned NOT NULL,
          `sequence_number` bigint NOT NULL,
          `item` int unsigned NOT NULL,
          `enqueued_at` datetime(3) NOT NULL,
          `stored_at` datetime(6) NOT NULL,
          `reason` varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
          `detail` varchar(1024) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
          `body` mediumblob NOT NULL,
          `body_bytes` int unsigned GENERATED ALWAYS AS (LENGTH(`body`)) STORED,
          PRIMARY KEY (`id`),
          UNIQUE KEY `position` (`event_hub`, `consumer_group`, `partition_id`, `epoch`, `sequence_number`, `item`),
          KEY `stored` (`stored_at`, `body_bytes`)
        ) ENGINE=InnoDB
        """;

    private const string Retention =
        """
        CREATE TABLE IF NOT EXISTS `retention` (
          `id` tinyint unsigned NOT NULL,
          `raw_cutoff` datetime(6) NOT NULL,
          `allowed_lateness_ms` int unsigned NOT NULL,
          `minute_cutoff` datetime(6) NOT NULL DEFAULT '2000-01-01',
          `sensors_generation` int unsigned NOT NULL DEFAULT 0,
          `raw_dropped_until` datetime(6) NOT NULL DEFAULT '2000-01-01',
          `dead_letters_deleted` bigint unsigned NOT NULL DEFAULT 0,
          PRIMARY KEY (`id`)
        ) ENGINE=InnoDB
        """;

    private const string FirstRetention =
        "INSERT INTO `retention` (`id`, `raw_cutoff`, `allowed_lateness_ms`) VALUES (1, '2000-01-01', 10000) ON DUPLICATE KEY UPDATE `id` = `id`";

    private const string ApiKeys =
        """
        CREATE TABLE IF NOT EXISTS `api_keys` (
          `id` int unsigned NOT NULL AUTO_INCREMENT,
          `name` varchar(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
          `key_hash` binary(32) NOT NULL,
          `created_at` datetime(6) NOT NULL,
          `revoked_at` datetime(6) NULL,
          `scopes` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
          `expires_at` datetime(6) NULL,
          `last_used_at` datetime(6) NULL,
          PRIMARY KEY (`id`),
          UNIQUE KEY `key_hash` (`key_hash`)
        ) ENGINE=InnoDB
        """;

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

    private const string ReadingsNamed =
        """
        CREATE OR REPLACE SQL SECURITY INVOKER VIEW `readings_named` AS
        SELECT s.`sensor_id`, s.`type`, s.`unit`, s.`description`, r.`measured_at`, r.`value`, r.`enqueued_at`, r.`flags`
        FROM `readings` r JOIN `sensors` s ON s.`id` = r.`sensor`
        """;

    // A month of minutes is dropped as a partition, without a long delete.
    private const string MinutePartitions =
        """
        PARTITION BY RANGE COLUMNS(`bucket_start`) (
          PARTITION `p_first` VALUES LESS THAN ('2000-01-01'),
          PARTITION `p_future` VALUES LESS THAN (MAXVALUE)
        )
        """;

    // The Api may call it, and so can remove nothing but a sensor without readings. The first statement waits for batches under way, which
    // hold the row; those that come later see the new generation.
    private static readonly string RemoveSensor =
        $"""
        CREATE PROCEDURE `remove_sensor` (`removed` varchar(64) CHARACTER SET ascii COLLATE ascii_bin) MODIFIES SQL DATA
        BEGIN
          SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
          START TRANSACTION;
          UPDATE `retention` SET `sensors_generation` = `sensors_generation` + 1 WHERE `id` = 1;
          DELETE FROM `sensors` WHERE `sensor_id` = `removed`
            {string.Concat(SensorTables.Select(table => $" AND NOT EXISTS (SELECT * FROM `{table}` WHERE `sensor` = `sensors`.`id`)"))};
          IF ROW_COUNT() = 0 THEN
            ROLLBACK;
            SELECT FALSE;
          ELSE
            COMMIT;
            SELECT TRUE;
          END IF;
        END
        """;

    public static readonly string[] All =
    [
        Sensors, Readings, $"{Rollups("rollups_1m")}\n{MinutePartitions}", Rollups("rollups_1h"), Rollups("rollups_1d"),
        Checkpoints, DeadLetters, Retention, FirstRetention, ApiKeys, Owners, IngestStatistics, ReadingsNamed,
        "DROP PROCEDURE IF EXISTS `remove_sensor`", RemoveSensor,
    ];

    private static string Rollups(string table) =>
        $"""
        CREATE TABLE IF NOT EXISTS `{table}` (
          `sensor` int unsigned NOT NULL,
          `bucket_start` datetime NOT NULL,
          `count` int unsigned NOT NULL,
          `sum` double NOT NULL,
          `m2` double NOT NULL,
          `min` double NOT NULL,
          `max` double NOT NULL,
          `first` double NOT NULL,
          `first_at` datetime(6) NOT NULL,
          `last` double NOT NULL,
          `last_at` datetime(6) NOT NULL,
          `duplicates` int unsigned NOT NULL,
          `conflicts` int unsigned NOT NULL,
          `late` int unsigned NOT NULL,
          `out_of_range` int unsigned NOT NULL,
          `ahead` int unsigned NOT NULL DEFAULT 0,
          `last_late_at` datetime(3) NULL,
          PRIMARY KEY (`sensor`, `bucket_start`)
        ) ENGINE=InnoDB
        """;
}
