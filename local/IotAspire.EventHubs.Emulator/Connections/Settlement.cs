using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Links;

namespace IotAspire.EventHubs.Emulator.Connections;

/// <summary>A delivery from the peer is done with.</summary>
/// <param name="Link">The link that it came on.</param>
/// <param name="DeliveryId">Which one.</param>
/// <param name="IsSettled">Whether the peer settled it itself and expects no disposition.</param>
/// <param name="Rejection">Why it was rejected; null for accepted.</param>
internal readonly record struct Settlement(ReceivingLink Link, uint DeliveryId, bool IsSettled, AmqpError? Rejection);
