namespace IotAspire.Storage.Schema;

/// <summary>
/// The step of the migration that lets readers know from when on one-minute rollups are kept; it can be run again.
/// </summary>
internal static class MinuteCutoffSteps
{
    // MySQL, unlike MariaDB, has no ADD COLUMN IF NOT EXISTS.
    private const string MinuteCutoff =
        """
        SET @ddl = IF(
          EXISTS (SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'retention' AND COLUMN_NAME = 'minute_cutoff'),
          'DO 0',
          'ALTER TABLE `retention` ADD COLUMN `minute_cutoff` datetime(6) NOT NULL DEFAULT ''2000-01-01''');
        PREPARE add_column FROM @ddl;
        EXECUTE add_column;
        DEALLOCATE PREPARE add_column;
        """;

    public static readonly string[] All = [MinuteCutoff];
}
