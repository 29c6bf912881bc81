namespace IotAspire.LocalDashboard;

/// <summary>Times of the protocol: nanoseconds since 1970.</summary>
internal static class UnixTime
{
    private const int NanosecondsPerTick = 100;

    // The largest number of nanoseconds is in the year 2554.
    public static DateTimeOffset ToDateTime(ulong nanoseconds) => DateTimeOffset.UnixEpoch.AddTicks((long)(nanoseconds / NanosecondsPerTick));
}
