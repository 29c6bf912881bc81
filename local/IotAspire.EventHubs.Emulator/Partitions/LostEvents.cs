namespace IotAspire.EventHubs.Emulator.Partitions;

/// <summary>Events that damage took, by sequence number, first and last included, and the file in which their remains are kept.</summary>
internal sealed record LostEvents(long First, long Last, string? KeptAs);
