namespace IotAspire.Api.Times;

/// <summary>A half-open range of time, UTC.</summary>
/// <param name="From">First instant in it.</param>
/// <param name="To">First instant after it.</param>
internal readonly record struct TimeRange(DateTime From, DateTime To)
{
    /// <summary>Whether no instant lies in it.</summary>
    public bool IsEmpty => From >= To;

    /// <summary>What the caller gave; an end that wasn't given is now, a beginning lies the given time before the end.</summary>
    public static TimeRange Of(DateTime? from, DateTime? to, TimeSpan length, TimeProvider clock)
    {
        var end = to ?? clock.GetUtcNow().UtcDateTime;
        return new(from ?? (end.Ticks > length.Ticks ? end - length : DateTime.MinValue), end);
    }
}
