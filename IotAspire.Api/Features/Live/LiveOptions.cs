using System.ComponentModel.DataAnnotations;

namespace IotAspire.Api.Features.Live;

/// <summary>Configuration section <c>Live</c>.</summary>
internal sealed class LiveOptions
{
    public const string Section = "Live";

    /// <summary>How often the database is looked at while anybody listens; less often where looking takes longer than that.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:01:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Events kept for readers that are behind, all readers together; about 250 bytes each. Who is further behind is told what is missing.</summary>
    [Range(16, 10_000_000)]
    public int BufferedEvents { get; set; } = 65_536;

    /// <summary>Most readers at once.</summary>
    [Range(1, 10_000)]
    public int Readers { get; set; } = 200;

    /// <summary>How many of them may have one key; without a key, one address. Not counted in local development.</summary>
    [Range(1, 10_000)]
    public int ReadersPerCaller { get; set; } = 50;

    /// <summary>Most sensors of all readers together.</summary>
    [Range(1, 100_000)]
    public int Sensors { get; set; } = 2000;

    /// <summary>Maximum number of different sensors in all streams of one key; without a key, of one address. Not counted in local development.</summary>
    [Range(1, 100_000)]
    public int SensorsPerCaller { get; set; } = 1500;

    /// <summary>Pause between two heartbeats.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How far back a reader can take up its stream again.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan Replay { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Most readings given again when a stream is taken up.</summary>
    [Range(0, 1_000_000)]
    public int ReplayedReadings { get; set; } = 20_000;

    /// <summary>How late a reading may be, beyond the end of its minute and the allowed lateness, and still be streamed.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan LateWindow { get; set; } = TimeSpan.FromMinutes(1);
}
