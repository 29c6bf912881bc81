namespace IotAspire.Storage.Schema;

/// <summary>Adds a column unless it is there. MySQL, unlike MariaDB, has no ADD COLUMN IF NOT EXISTS.</summary>
internal static class AddedColumn
{
    public static string Sql(string table, string column, string definition) =>
        $"""
        SET @ddl = IF(
          EXISTS (SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = '{table}' AND COLUMN_NAME = '{column}'),
          'DO 0',
          'ALTER TABLE `{table}` ADD COLUMN `{column}` {definition.Replace("'", "''", StringComparison.Ordinal)}');
        PREPARE add_column FROM @ddl;
        EXECUTE add_column;
        DEALLOCATE PREPARE add_column;
        """;
}
