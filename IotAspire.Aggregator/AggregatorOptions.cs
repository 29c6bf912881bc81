using System.ComponentModel.DataAnnotations;

namespace IotAspire.Aggregator;

/// <summary>Configuration section <c>Aggregator</c>.</summary>
internal sealed class AggregatorOptions
{
    public const string Section = "Aggregator";

    /// <summary>The consumer group that reads the event hub; one in the connection string wins.</summary>
    [Required(ErrorMessage = "Aggregator:ConsumerGroup must be the name of a consumer group.")]
    public string ConsumerGroup { get; set; } = "aggregator";

    /// <summary>Time after a bucket's end at which its readings become late and the bucket complete.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ErrorMessage = "Aggregator:AllowedLateness must be from 00:00:00 to 1.00:00:00.")]
    public TimeSpan AllowedLateness { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time after which a partition of a process that died goes to another.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ErrorMessage = "Aggregator:Lease must be from 00:00:01 to 00:10:00.")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Most events that one transaction stores.</summary>
    [Range(1, 100_000, ErrorMessage = "Aggregator:EventsPerBatch must be from 1 to 100000.")]
    public int EventsPerBatch { get; set; } = 5000;

    /// <summary>Time that batches under way may still take when the service stops.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00", ErrorMessage = "Aggregator:StopTime must be from 00:00:00 to 00:01:00.")]
    public TimeSpan StopTime { get; set; } = TimeSpan.FromSeconds(5);
}
