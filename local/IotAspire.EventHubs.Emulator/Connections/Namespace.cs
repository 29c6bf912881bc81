using IotAspire.EventHubs.Emulator.Access;
using IotAspire.EventHubs.Emulator.Faults;
using IotAspire.EventHubs.Emulator.Hubs;

namespace IotAspire.EventHubs.Emulator.Connections;

/// <summary>What connections are served from.</summary>
internal sealed record Namespace(HubDirectory Hubs, SharedAccessKey Key, FaultRegister Faults, ByteBudget Memory, int MaximumMessageSize, TimeProvider Time);
