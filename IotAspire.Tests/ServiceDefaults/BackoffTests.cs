using IotAspire.ServiceDefaults;

namespace IotAspire.Tests.ServiceDefaults;

public sealed class BackoffTests
{
    [Fact]
    public void Pauses_double_up_to_the_longest_and_start_over_after_a_success()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), jitter: () => 1);

        Assert.Equal([1, 2, 4, 5, 5], Enumerable.Range(0, 5).Select(_ => backoff.Next().TotalSeconds));
        backoff.Reset();
        Assert.Equal(1, backoff.Next().TotalSeconds);
    }

    [Fact]
    public void Jitter_takes_away_at_most_half()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), jitter: () => 0);

        Assert.Equal(0.5, backoff.Next().TotalSeconds);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(4, 8)]
    [InlineData(5, 10)]
    [InlineData(1000, 10)]
    public void Jitter_spreads_the_pauses_over_their_upper_half(int failures, double seconds)
    {
        var random = new Random(1);
        var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), random.NextDouble);

        var pauses = Enumerable.Range(0, 1000).Select(_ => backoff.After(failures).TotalSeconds).ToList();

        Assert.All(pauses, pause => Assert.InRange(pause, seconds / 2, seconds), throwIfEmpty: true);
        Assert.InRange(pauses.Max() - pauses.Min(), seconds * 0.45, seconds * 0.5);
    }
}
