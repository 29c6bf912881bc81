using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.EventHubs.Emulator.Hubs;

/// <summary>A hub's directory: <c>hub.json</c> with what must survive a restart, and one directory for each partition.</summary>
internal sealed class HubStore(string name, string? dataDirectory, TimeProvider time)
{
    private const string DescriptionFile = "hub.json";
    private const int MaxFolderLength = 255;
    private const int PrefixLength = 100;

    private readonly string? _directory = dataDirectory is null ? null : Path.Combine(dataDirectory, FolderOf(name.ToLowerInvariant()));

    public string Name => name;

    public static string PartitionId(int index) => index.ToString(CultureInfo.InvariantCulture);

    // File systems end a name at 255 bytes, Event Hubs at 256. No name of a hub has a '~'.
    private static string FolderOf(string name) => name.Length <= MaxFolderLength
        ? name
        : $"{name[..PrefixLength]}~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))}";

    /// <summary>The hubs that a data directory knows.</summary>
    public static IEnumerable<EventHubOptions> Stored(string? dataDirectory)
    {
        if (dataDirectory is null)
            return [];
        return Directory.EnumerateDirectories(dataDirectory).Select(directory => Path.Combine(directory, DescriptionFile)).Where(File.Exists)
            .Select(Load).Select(known => new EventHubOptions(known.Name, known.Partitions, known.ConsumerGroups)).ToList();
    }

    /// <summary>
    /// What the hub is: as asked for, and now, if it is new. A hub may gain partitions and consumer groups between runs, but
    /// not lose any.
    /// </summary>
    public HubDescription Open(EventHubOptions wanted)
    {
        var path = _directory is null ? null : Path.Combine(_directory, DescriptionFile);
        var stored = File.Exists(path) ? Load(path) : null;
        var known = stored ?? new HubDescription(name, Now(), wanted.Partitions, []);
        if (known.Partitions > wanted.Partitions)
            throw new InvalidOperationException(
                $"The hub '{name}' in {_directory} has {known.Partitions} partitions; opening it with {wanted.Partitions} would hide events.");
        var groups = wanted.ConsumerGroups.Union(known.ConsumerGroups ?? [], StringComparer.OrdinalIgnoreCase).ToList();
        var hub = known with { Partitions = wanted.Partitions, ConsumerGroups = groups };
        // A hub can be opened and read on a disk that is full.
        if (stored is null || stored.Partitions != hub.Partitions || (stored.ConsumerGroups?.Count ?? 0) != groups.Count)
            Save(hub);
        return hub;
    }

    /// <summary>A time of creation for what becomes of a hub that forgets its events; in any case later than the old one.</summary>
    public DateTimeOffset After(DateTimeOffset before)
    {
        var now = Now();
        return now > before ? now : before.AddMilliseconds(1);
    }

    public void Save(HubDescription hub)
    {
        if (_directory is null)
            return;
        DurableDirectory.Create(_directory);
        DurableFile.Write(Path.Combine(_directory, DescriptionFile), JsonSerializer.Serialize(hub, HubJson.Default.HubDescription));
    }

    public SegmentStore Segments(int index) => new(_directory is null ? null : Path.Combine(_directory, PartitionId(index)));

    /// <summary>Removes the hub for good. The description goes first: without it nothing is left that a start would open.</summary>
    public void Delete()
    {
        if (_directory is null)
            return;
        File.Delete(Path.Combine(_directory, DescriptionFile));
        Directory.Delete(_directory, recursive: true);
    }

    private static HubDescription Load(string path) =>
        JsonSerializer.Deserialize(File.ReadAllText(path), HubJson.Default.HubDescription) ?? throw new InvalidDataException($"{path} is empty.");

    // The protocol tells it in milliseconds, so it is kept in milliseconds.
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}

/// <summary>What of a hub survives a restart, besides its events.</summary>
/// <param name="Name">Its name as first written.</param>
/// <param name="CreatedAt">Another value means another stream of events.</param>
/// <param name="Partitions">Number of partitions.</param>
/// <param name="ConsumerGroups">Consumer groups besides <c>$Default</c>; null in files of older versions.</param>
internal sealed record HubDescription(string Name, DateTimeOffset CreatedAt, int Partitions, IReadOnlyList<string>? ConsumerGroups);

/// <summary>Without reflection, which would take longer than all of a start's work on disk.</summary>
[JsonSerializable(typeof(HubDescription))]
internal sealed partial class HubJson : JsonSerializerContext;
