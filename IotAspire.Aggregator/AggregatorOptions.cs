namespace IotAspire.Aggregator;

/// <summary>Configuration section <c>Aggregator</c>.</summary>
internal sealed class AggregatorOptions
{
    public const string Section = "Aggregator";

    /// <summary>The consumer group that reads the event hub; one in the connection string wins.</summary>
    public string ConsumerGroup { get; set; } = "aggregator";

    /// <summary>Time after a bucket's end at which its readings become late and the bucket complete.</summary>
    public TimeSpan AllowedLateness { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time after which a partition of a process that died goes to another.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Most events that one transaction stores.</summary>
    public int EventsPerBatch { get; set; } = 5000;

    /// <summary>Time that batches under way may still take when the service stops.</summary>
    public TimeSpan StopTime { get; set; } = TimeSpan.FromSeconds(2);
}
