using System.Globalization;
using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace IotAspire.EventHubs.Amqp;

/// <summary>What a receiver asks for.</summary>
internal sealed record ReceiveLink(string Hub, string ConsumerGroup, string PartitionId, StartPosition From, long? OwnerLevel)
{
    private const ulong SelectorDescriptor = 0x468C00000004;

    private static readonly Symbol Selector = "apache.org:selector-filter:string";
    private static readonly Symbol Epoch = "com.microsoft:epoch";
    private static readonly Symbol RuntimeMetrics = "com.microsoft:enable-receiver-runtime-metric";

    public string Address => $"{Hub}/ConsumerGroups/{ConsumerGroup}/Partitions/{PartitionId}";

    public ReceiverLink Create(Session session, OnAttached onAttached)
    {
        var attach = new Attach
        {
            Source = new Source
            {
                Address = Address,
                FilterSet = new Map { [Selector] = new DescribedValue(SelectorDescriptor, SelectorText()) },
            },
            Target = new Target(),
            SndSettleMode = SenderSettleMode.Settled,
            RcvSettleMode = ReceiverSettleMode.First,
            DesiredCapabilities = [RuntimeMetrics],
            Properties = [],
        };
        if (OwnerLevel is { } level)
            attach.Properties[Epoch] = level;
        return new ReceiverLink(session, $"receiver-{Guid.NewGuid():N}", attach, onAttached);
    }

    private string SelectorText() => From.Kind switch
    {
        StartKind.Earliest => "amqp.annotation.x-opt-offset > '-1'",
        StartKind.Latest => "amqp.annotation.x-opt-offset > '@latest'",
        _ => string.Create(CultureInfo.InvariantCulture, $"amqp.annotation.x-opt-sequence-number >= '{From.SequenceNumber}'"),
    };
}
