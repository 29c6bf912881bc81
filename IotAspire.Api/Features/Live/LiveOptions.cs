using IotAspire.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace IotAspire.Api.Features.Live;

/// <summary>Configuration section <c>Live</c>.</summary>
internal sealed class LiveOptions
{
    public const string Section = "Live";

    /// <summary>How often the database is looked at while anybody listens; less often where looking takes longer than that.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Events kept for readers that are behind, all readers together; about 250 bytes each. Who is further behind is told what is missing.</summary>
    public int BufferedEvents { get; set; } = 65_536;

    /// <summary>Most readers at once.</summary>
    public int Readers { get; set; } = 200;

    /// <summary>How many of them may have one key; without a key, one address. Not counted in local development.</summary>
    public int ReadersPerCaller { get; set; } = 50;

    /// <summary>Most sensors of all readers together.</summary>
    public int Sensors { get; set; } = 2000;

    /// <summary>Maximum number of different sensors in all streams of one key; without a key, of one address. Not counted in local development.</summary>
    public int SensorsPerCaller { get; set; } = 1500;

    /// <summary>Pause between two heartbeats.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How far back a reader can take up its stream again.</summary>
    public TimeSpan Replay { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Most readings given again when a stream is taken up.</summary>
    public int ReplayedReadings { get; set; } = 20_000;

    /// <summary>How late a reading may be, beyond the end of its minute and the allowed lateness, and still be streamed.</summary>
    public TimeSpan LateWindow { get; set; } = TimeSpan.FromMinutes(1);
}

internal sealed class LiveOptionsValidator : IValidateOptions<LiveOptions>
{
    public ValidateOptionsResult Validate(string? name, LiveOptions options) => new OptionsErrors(LiveOptions.Section)
        .Range(nameof(options.Interval), options.Interval, TimeSpan.FromSeconds(0.05), TimeSpan.FromMinutes(1))
        .Range(nameof(options.BufferedEvents), options.BufferedEvents, 16, 10_000_000)
        .Range(nameof(options.Readers), options.Readers, 1, 10_000)
        .Range(nameof(options.ReadersPerCaller), options.ReadersPerCaller, 1, 10_000)
        .Range(nameof(options.Sensors), options.Sensors, 1, 100_000)
        .Range(nameof(options.SensorsPerCaller), options.SensorsPerCaller, 1, 100_000)
        .Range(nameof(options.Heartbeat), options.Heartbeat, TimeSpan.FromSeconds(0.1), TimeSpan.FromMinutes(1))
        .Range(nameof(options.Replay), options.Replay, TimeSpan.Zero, TimeSpan.FromDays(1))
        .Range(nameof(options.ReplayedReadings), options.ReplayedReadings, 0, 1_000_000)
        .Range(nameof(options.LateWindow), options.LateWindow, TimeSpan.Zero, TimeSpan.FromDays(1))
        .Result;
}
