namespace IotAspire.Storage.Ingest;

/// <summary>
/// The database took a row otherwise than it was sent. Decoding should have made that impossible, so it is a defect, or another
/// schema than ours: nothing was stored, and trying again won't help.
/// </summary>
public sealed class DataRefusedException(string warning) : Exception($"The database would not store a reading as sent: {warning}");
