using IotAspire.EventHubs;

namespace IotAspire.Tests.EventHubs.Receiving;

public sealed class RetryScheduleTests
{
    private static readonly EventHubRetryOptions Options = new()
    {
        MaximumRetries = 6,
        Delay = TimeSpan.FromSeconds(1),
        MaximumDelay = TimeSpan.FromSeconds(10),
    };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(4, 8)]
    [InlineData(5, 10)]
    [InlineData(6, 10)]
    public void Pauses_double_up_to_the_longest_with_jitter_over_their_upper_half(int retry, double seconds)
    {
        var schedule = new RetrySchedule(Options, new Random(1));

        var pauses = Enumerable.Range(0, 1000).Select(_ => schedule.Before(retry)!.Value.TotalSeconds).ToList();

        Assert.All(pauses, pause => Assert.InRange(pause, seconds / 2, seconds), throwIfEmpty: true);
        Assert.InRange(pauses.Max() - pauses.Min(), seconds * 0.45, seconds * 0.5);
    }

    [Fact]
    public void There_is_an_end_to_it() => Assert.Null(new RetrySchedule(Options, new Random(1)).Before(7));
}
