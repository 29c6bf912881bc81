namespace IotAspire.Storage.Queries;

/// <summary>A half-open range of time, UTC.</summary>
/// <param name="From">First instant in it.</param>
/// <param name="To">First instant after it.</param>
internal readonly record struct TimeRange(DateTime From, DateTime To)
{
    /// <summary>Whether no instant lies in it.</summary>
    public bool IsEmpty => From >= To;

    public TimeSpan Length => To - From;
}
