namespace IotAspire.EventHubs.Emulator.Hubs;

/// <summary>What hubs and consumer groups may be called, and how many partitions a hub may have.</summary>
internal static class EntityName
{
    public const int MaximumPartitions = 1024;

    private const int MaxHubLength = 256;
    private const int MaxGroupLength = 50;

    /// <summary>All that is wrong with a hub's description, each with what is allowed.</summary>
    public static IReadOnlyList<string> Check(EventHubOptions hub)
    {
        var errors = new List<string>();
        if (!IsName(hub.Name, MaxHubLength))
            errors.Add($"'{hub.Name}' isn't a hub's name: {Allowed(MaxHubLength)}.");
        if (hub.Partitions is < 1 or > MaximumPartitions)
            errors.Add($"{hub.Partitions} isn't a number of partitions: 1 to {MaximumPartitions}.");
        errors.AddRange(hub.ConsumerGroups.Select(CheckGroup).OfType<string>());
        return errors;
    }

    /// <summary>What is wrong with a consumer group's name, with what is allowed.</summary>
    public static string? CheckGroup(string name) =>
        name.Equals(EventHub.DefaultConsumerGroup, StringComparison.OrdinalIgnoreCase) || IsName(name, MaxGroupLength)
            ? null
            : $"'{name}' isn't a consumer group's name: {Allowed(MaxGroupLength)}.";

    private static bool IsName(string name, int longest) =>
        name.Length > 0 && name.Length <= longest && char.IsAsciiLetterOrDigit(name[0])
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_');

    private static string Allowed(int longest) =>
        $"1 to {longest} letters, digits, '.', '-' and '_', the first a letter or digit";
}
