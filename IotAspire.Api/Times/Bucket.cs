namespace IotAspire.Api.Times;

/// <summary>A bucket of time, UTC, half-open.</summary>
/// <param name="Start">First instant in it.</param>
/// <param name="End">First instant after it.</param>
internal readonly record struct Bucket(DateTime Start, DateTime End)
{
    public bool Contains(DateTime instant) => instant >= Start && instant < End;
}
