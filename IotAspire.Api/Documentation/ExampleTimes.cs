namespace IotAspire.Api.Documentation;

/// <summary>The hour that examples of answers are about.</summary>
internal static class ExampleTimes
{
    public static readonly DateTime Start = new(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc);

    public static readonly DateTime End = Start.AddHours(1);

    public static readonly DateTime MeasuredAt = Start.AddSeconds(2).AddMicroseconds(123_456);
}
