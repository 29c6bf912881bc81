namespace IotAspire.EventHubs.Emulator.Hubs;

/// <summary>
/// An address within the namespace: <c>hub</c>, <c>hub/Partitions/3</c>, <c>hub/Publishers/p</c>,
/// <c>hub/ConsumerGroups/$Default/Partitions/1</c>, <c>$cbs</c> or <c>$management</c>; with or without scheme and host or
/// a leading slash, in any letter case.
/// </summary>
internal sealed record EntityPath(IReadOnlyList<string> Segments)
{
    public string Hub => Segments.Count > 0 ? Segments[0] : "";

    public bool IsCbs => Is("$cbs");

    public bool IsManagement => Segments.Count > 0 && Segments[^1].Equals("$management", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is a hub, or a partition or a publisher of it.</summary>
    public bool TakesEvents => Segments.Count == 1 || (Segments.Count == 3 && (After("Partitions") ?? After("Publishers")) is not null);

    public string? Partition => After("Partitions");

    public string? ConsumerGroup => After("ConsumerGroups");

    public static EntityPath Parse(string address)
    {
        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
        {
            var slash = address.IndexOf('/', scheme + 3);
            address = slash < 0 ? "" : address[slash..];
        }

        return new EntityPath(address.Split('/', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Whether a claim on this path covers the other one.</summary>
    public bool Covers(EntityPath other) =>
        Segments.Count <= other.Segments.Count
        && Segments.Zip(other.Segments).All(pair => pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));

    public override string ToString() => string.Join('/', Segments);

    private bool Is(string name) => Segments.Count == 1 && Segments[0].Equals(name, StringComparison.OrdinalIgnoreCase);

    private string? After(string name)
    {
        for (var i = 1; i + 1 < Segments.Count; i++)
        {
            if (Segments[i].Equals(name, StringComparison.OrdinalIgnoreCase))
                return Segments[i + 1];
        }

        return null;
    }
}

/// <summary>What hubs and consumer groups may be called, and how many partitions a hub may have.</summary>
internal static class EntityName
{
    public const int MaxPartitions = 1024;

    private const int MaxHubLength = 256;
    private const int MaxGroupLength = 50;

    /// <summary>All that is wrong with a hub's description, each with what is allowed.</summary>
    public static IReadOnlyList<string> Check(EventHubOptions hub)
    {
        var errors = new List<string>();
        if (!IsName(hub.Name, MaxHubLength))
            errors.Add($"'{hub.Name}' isn't a hub's name: {Allowed(MaxHubLength)}.");
        if (hub.Partitions is < 1 or > MaxPartitions)
            errors.Add($"{hub.Partitions} isn't a number of partitions: 1 to {MaxPartitions}.");
        errors.AddRange(hub.ConsumerGroups.Select(CheckGroup).OfType<string>());
        return errors;
    }

    /// <summary>What is wrong with a consumer group's name, with what is allowed.</summary>
    public static string? CheckGroup(string name) =>
        name.Equals(EventHub.DefaultConsumerGroup, StringComparison.OrdinalIgnoreCase) || IsName(name, MaxGroupLength)
            ? null
            : $"'{name}' isn't a consumer group's name: {Allowed(MaxGroupLength)}.";

    private static bool IsName(string name, int maxLength) =>
        name.Length > 0 && name.Length <= maxLength && char.IsAsciiLetterOrDigit(name[0])
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_');

    private static string Allowed(int maxLength) =>
        $"1 to {maxLength} letters, digits, '.', '-' and '_', the first a letter or digit";
}
