using IotAspire.Storage.Model;

namespace IotAspire.Api.Features.Live;

/// <summary>What a reader can choose, and what all get.</summary>
internal enum LiveKind : byte
{
    /// <summary>For all, whatever they chose.</summary>
    Notice,

    /// <summary>Tells how far the stream has come; for all.</summary>
    Position,

    /// <summary>A reading.</summary>
    Reading,

    /// <summary>A closed bucket of a minute.</summary>
    Minute,

    /// <summary>A closed bucket of an hour.</summary>
    Hour,

    /// <summary>A closed bucket of a day.</summary>
    Day,
}

/// <summary>What an event is about: the same twice is the same event.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Sensor">Of which sensor.</param>
/// <param name="At">When it was measured, or where the bucket begins.</param>
internal readonly record struct LiveKey(LiveKind Kind, uint Sensor, DateTime At);

/// <summary>An event as it is sent; made once for all readers.</summary>
internal readonly record struct LiveEvent(LiveKey Key, byte[] Text);

/// <summary>The names by which callers choose kinds of events.</summary>
internal static class LiveKinds
{
    public const string Default = "readings,1m";

    private static readonly Dictionary<string, LiveKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["readings"] = LiveKind.Reading,
        [RollupLevel.Minute.Name] = LiveKind.Minute,
        [RollupLevel.Hour.Name] = LiveKind.Hour,
        [RollupLevel.Day.Name] = LiveKind.Day,
    };

    public static IEnumerable<string> Names => Kinds.Keys;

    public static IReadOnlyList<(LiveKind Kind, RollupLevel Level)> Levels { get; } =
        [(LiveKind.Minute, RollupLevel.Minute), (LiveKind.Hour, RollupLevel.Hour), (LiveKind.Day, RollupLevel.Day)];

    public static bool TryRead(string text, out HashSet<LiveKind> kinds)
    {
        kinds = [LiveKind.Notice, LiveKind.Position];
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!Kinds.TryGetValue(name, out var kind))
                return false;
            kinds.Add(kind);
        }

        return true;
    }
}
