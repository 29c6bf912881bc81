using System.Globalization;
using IotAspire.EventHubs.Emulator.Hubs;

namespace IotAspire.EventHubs.Emulator.Hosting;

/// <summary>The value of <c>--hub</c>: <c>NAME[:PARTITIONS[:GROUP,…]]</c>.</summary>
internal static class HubArgument
{
    public static EventHubOptions? Read(string value, out string? error)
    {
        var parts = value.Split(':');
        var partitions = new EventHubOptions("").Partitions;
        if (parts.Length > 3)
            error = $"'{value}' isn't NAME[:PARTITIONS[:GROUP,…]].";
        else if (parts.Length > 1 && !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out partitions))
            error = $"'{value}': '{parts[1]}' isn't a number of partitions: 1 to {EntityName.MaximumPartitions}.";
        else
        {
            var groups = parts.Length > 2 ? parts[2].Split(',', StringSplitOptions.RemoveEmptyEntries) : [];
            var hub = new EventHubOptions(parts[0], partitions, groups);
            var errors = EntityName.Check(hub);
            error = errors.Count == 0 ? null : $"'{value}': {string.Join(" ", errors)}";
            return errors.Count == 0 ? hub : null;
        }

        return null;
    }
}
