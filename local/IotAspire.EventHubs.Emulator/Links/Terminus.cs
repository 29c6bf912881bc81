using IotAspire.EventHubs.Emulator.Codec;

namespace IotAspire.EventHubs.Emulator.Links;

/// <summary>What the server reads from a link's source or target.</summary>
internal static class Terminus
{
    public static string? Address(Described? terminus) =>
        terminus?.Value is AmqpList { Items: [var address, ..] } ? address as string ?? (address as Symbol?)?.Value : null;
}
