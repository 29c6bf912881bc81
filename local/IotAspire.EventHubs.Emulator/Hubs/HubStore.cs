using System.Globalization;
using System.Text.Json;
using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.EventHubs.Emulator.Hubs;

/// <summary>A hub's directory: <c>hub.json</c> with what must survive a restart, and one directory for each partition.</summary>
internal sealed class HubStore(string name, string? dataDirectory, TimeProvider time)
{
    private readonly string? _directory = dataDirectory is null ? null : Path.Combine(dataDirectory, name.ToLowerInvariant());

    public string Name => name;

    private string DescriptionPath => Path.Combine(_directory!, "hub.json");

    public static string PartitionId(int index) => index.ToString(CultureInfo.InvariantCulture);

    /// <summary>When the hub was made: now, if there was none. A hub may gain partitions between runs, but not lose any.</summary>
    public DateTimeOffset Open(int partitions)
    {
        if (_directory is null || !File.Exists(DescriptionPath))
            return Save(Now(), partitions);

        var known = JsonSerializer.Deserialize<Description>(File.ReadAllText(DescriptionPath))
            ?? throw new InvalidDataException($"{DescriptionPath} is empty.");
        if (known.Partitions > partitions)
            throw new InvalidOperationException(
                $"The hub '{name}' in {_directory} has {known.Partitions} partitions; opening it with {partitions} would hide events.");
        return Save(known.CreatedAt, partitions);
    }

    /// <summary>A new time of creation, in any case later than the old one.</summary>
    public DateTimeOffset Recreate(DateTimeOffset before, int partitions)
    {
        var now = Now();
        return Save(now > before ? now : before.AddMilliseconds(1), partitions);
    }

    public SegmentStore Segments(int index) => new(_directory is null ? null : Path.Combine(_directory, PartitionId(index)));

    private DateTimeOffset Save(DateTimeOffset createdAt, int partitions)
    {
        if (_directory is not null)
        {
            Directory.CreateDirectory(_directory);
            DurableFile.Write(DescriptionPath, JsonSerializer.Serialize(new Description(name, createdAt, partitions)));
        }

        return createdAt;
    }

    // The protocol tells it in milliseconds, so it is kept in milliseconds.
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    private sealed record Description(string Name, DateTimeOffset CreatedAt, int Partitions);
}
