namespace IotAspire.Storage.Ingest;

/// <summary>Another writer stored one of the batch's keys in the middle of the batch. Nothing was stored; try again at once.</summary>
public sealed class KeyTakenException() : Exception("Another writer stored a reading of this batch at the same time.");
