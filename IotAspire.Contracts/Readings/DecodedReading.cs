namespace IotAspire.Contracts.Readings;

/// <summary>A reading and the part of the event's body that holds it.</summary>
/// <param name="Reading">The reading.</param>
/// <param name="Index">Which element of an array; 0 for the whole body.</param>
/// <param name="Start">First byte of the part.</param>
/// <param name="Length">Its length in bytes.</param>
public readonly record struct DecodedReading(Reading Reading, int Index, int Start, int Length);
