namespace IotAspire.Storage.Schema;

/// <summary>
/// The step of the migration that lets readers know from when on one-minute rollups are kept; it can be run again.
/// </summary>
internal static class MinuteCutoffSteps
{
    public static readonly string[] All = [AddedColumn.Sql("retention", "minute_cutoff", "datetime(6) NOT NULL DEFAULT '2000-01-01'")];
}
