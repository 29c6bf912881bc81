using System.ComponentModel.DataAnnotations;

namespace IotAspire.Aggregator;

/// <summary>Configuration section <c>Aggregator</c>.</summary>
internal sealed class AggregatorOptions : IValidatableObject
{
    public const string Section = "Aggregator";

    /// <summary>The consumer group that reads the event hub; one in the connection string wins.</summary>
    [Required(ErrorMessage = "must be the name of a consumer group")]
    public string ConsumerGroup { get; set; } = "aggregator";

    /// <summary>Time after a bucket's end at which its readings become late and the bucket complete.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan AllowedLateness { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time after which a partition of a process that died goes to another.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A batch takes no further event once it holds as many readings; one transaction stores it.</summary>
    [Range(1, 200_000)]
    public int ReadingsPerBatch { get; set; } = 50_000;

    /// <summary>Readings that may wait in memory, all partitions together; with many partitions their batches are smaller.</summary>
    [Range(1, 10_000_000)]
    public int BufferedReadings { get; set; } = 250_000;

    /// <summary>How long a batch that isn't full waits for more. Shorter makes readings visible sooner, longer makes fewer transactions.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")]
    public TimeSpan Linger { get; set; } = TimeSpan.FromSeconds(0.1);

    /// <summary>Days of raw readings.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "36500.00:00:00")]
    public TimeSpan RawRetention { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Days of one-minute rollups. Those of hours and days stay for ever.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "36500.00:00:00")]
    public TimeSpan MinuteRetention { get; set; } = TimeSpan.FromDays(365);

    /// <summary>How long dead letters stay.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "36500.00:00:00")]
    public TimeSpan DeadLetterRetention { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Maximum size of all dead letters in MiB, each counted as its body and 1 KiB. The oldest are deleted first.</summary>
    [Range(1, 1_048_576)]
    public int DeadLetterMebibytes { get; set; } = 1024;

    /// <summary>Sensors that readings may register, without those of the catalogue; readings of any further sensor become dead letters.</summary>
    [Range(0, 10_000_000)]
    public int MaxSensors { get; set; } = 100_000;

    /// <summary>Time that batches under way may still take when the service stops.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan StopTime { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The name of an existing MySQL user that only the Api signs in with. The Aggregator grants it the rights that the Api needs. With
    /// Microsoft Entra it is the name of the Api's managed identity.
    /// </summary>
    [StringLength(32, MinimumLength = 1, ErrorMessage = "must have {2} to {1} characters, as a user of MySQL")]
    public string? ApiUser { get; set; }

    /// <summary>
    /// For how long a claim is written down. Shorter than the lease by what others need to notice that it has lapsed.
    /// </summary>
    internal TimeSpan Claim => Lease * 0.8;

    /// <summary>How often processes look at who owns what.</summary>
    internal TimeSpan BalancingInterval => Lease / 10;

    // Between two batches the claim must be renewed.
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Linger <= Lease / 4 ? [] : [new($"is {Linger:c}, must be at most a quarter of {nameof(Lease)}, {Lease:c}", [nameof(Linger)])];
}
