namespace IotAspire.Storage.Schema;

/// <summary>
/// The step of the migration that lets a sensor be removed while batches are stored; it can be run again.
/// </summary>
internal static class SensorsGenerationSteps
{
    public static readonly string[] All = [AddedColumn.Sql("retention", "sensors_generation", "int unsigned NOT NULL DEFAULT 0")];
}
