namespace IotAspire.Api.Times;

/// <summary>A half-open range of time, UTC.</summary>
/// <param name="From">First instant in it.</param>
/// <param name="To">First instant after it.</param>
internal readonly record struct TimeRange(DateTime From, DateTime To)
{
    private static readonly TimeSpan DefaultLength = TimeSpan.FromHours(1);

    /// <summary>What the caller gave, or the hour before; an end that wasn't given is now.</summary>
    public static TimeRange Of(DateTime? from, DateTime? to, TimeProvider clock)
    {
        var end = to ?? clock.GetUtcNow().UtcDateTime;
        return new(from ?? (end.Ticks > DefaultLength.Ticks ? end - DefaultLength : DateTime.MinValue), end);
    }
}
