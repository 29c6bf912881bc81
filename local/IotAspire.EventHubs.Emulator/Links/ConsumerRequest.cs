using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Codec.Performatives;
using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.EventHubs.Emulator.Links;

/// <summary>What a consumer asks for when it attaches.</summary>
internal sealed record ConsumerRequest(ReadFrom From, long? OwnerLevel, string? ReceiverName, bool WantsRuntimeMetrics)
{
    private const string Epoch = "com.microsoft:epoch";
    private const string Receiver = "com.microsoft:receiver-name";
    private const int FilterField = 7;

    public static ConsumerRequest Read(Attach attach) => new(
        SelectorFilter.Parse(Selector(attach.Source)),
        attach.Properties?[Epoch] switch { long level => level, int level => level, _ => null },
        attach.Properties?[Receiver] as string,
        Wants(attach.DesiredCapabilities, RuntimeMetrics.Capability));

    // The filter's name and descriptor differ between clients; that its value is the selector's text doesn't.
    private static string? Selector(Described? source)
    {
        if (source?.Value is not AmqpList { Items.Count: > FilterField } fields || fields.Items[FilterField] is not AmqpMap filters)
            return null;
        return filters.Entries.Select(filter => filter.Value is Described described ? described.Value : filter.Value)
            .OfType<string>()
            .FirstOrDefault();
    }

    private static bool Wants(object? capabilities, string name) => capabilities switch
    {
        Symbol symbol => symbol.Value == name,
        AmqpArray array => array.Items.Contains(new Symbol(name)),
        _ => false,
    };
}
