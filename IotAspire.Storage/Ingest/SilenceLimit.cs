namespace IotAspire.Storage.Ingest;

/// <summary>
/// Ends transactions whose process says nothing any more: frozen, or behind a network that was cut. Until the server notices, which
/// by default takes it eight hours, their locks would keep every other process from the partition.
/// </summary>
internal static class SilenceLimit
{
    /// <summary>
    /// To be sent with a transaction's first statement; holds until the pool resets the session. 5 s is less than the default lease,
    /// so locks are gone before another may claim the partition, and far more than the pauses that a process makes between statements.
    /// A process that was slower finds its connection closed and stores the batch again.
    /// </summary>
    public const string Set = "SET SESSION wait_timeout = 5, net_read_timeout = 5, net_write_timeout = 5";
}
