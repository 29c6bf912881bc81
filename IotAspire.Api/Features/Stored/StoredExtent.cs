namespace IotAspire.Api.Features.Stored;

/// <summary>How far what is stored reaches, so that an answer can tell what it lacks.</summary>
/// <param name="CompleteUntil">The end of the newest bucket that can be complete; null while a partition has not been read at all.</param>
/// <param name="RawCutoff">Raw readings measured before it are gone or may go at any time.</param>
internal sealed record StoredExtent(DateTime? CompleteUntil, DateTime RawCutoff);
