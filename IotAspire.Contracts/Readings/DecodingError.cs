namespace IotAspire.Contracts.Readings;

/// <summary>A part of an event's body that isn't a reading.</summary>
/// <param name="Index">Which element of an array; 0 for the whole body.</param>
/// <param name="Detail">What is wrong, naming the property and what is allowed.</param>
/// <param name="Start">First byte of the part.</param>
/// <param name="Length">Its length in bytes.</param>
public sealed record DecodingError(int Index, string Detail, int Start, int Length);
