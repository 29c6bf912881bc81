namespace IotAspire.Storage.Schema;

/// <summary>
/// The step of the migration that lets a sensor be removed while batches are stored; it can be run again.
/// </summary>
internal static class SensorsGenerationSteps
{
    // MySQL, unlike MariaDB, has no ADD COLUMN IF NOT EXISTS.
    private const string SensorsGeneration =
        """
        SET @ddl = IF(
          EXISTS (SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'retention' AND COLUMN_NAME = 'sensors_generation'),
          'DO 0',
          'ALTER TABLE `retention` ADD COLUMN `sensors_generation` int unsigned NOT NULL DEFAULT 0');
        PREPARE add_column FROM @ddl;
        EXECUTE add_column;
        DEALLOCATE PREPARE add_column;
        """;

    public static readonly string[] All = [SensorsGeneration];
}
