using IotAspire.AppHost.Running;
using Microsoft.Extensions.Time.Testing;

namespace IotAspire.Tests.AppHost.Running;

public sealed class RestartBackoffTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Waiting_doubles_up_to_the_longest()
    {
        var backoff = new RestartBackoff(_time);
        var waits = Enumerable.Range(0, 9).Select(_ => backoff.Died().TotalSeconds);

        Assert.Equal([0.5, 1, 2, 4, 8, 16, 30, 30, 30], waits);
    }

    [Fact]
    public void One_that_held_starts_from_the_shortest_again()
    {
        var backoff = AfterThreeDeaths();
        backoff.Started();
        _time.Advance(RestartBackoff.Recovered);

        Assert.Equal(TimeSpan.FromSeconds(0.5), backoff.Died());
    }

    [Fact]
    public void One_that_dies_early_again_waits_longer()
    {
        var backoff = AfterThreeDeaths();
        backoff.Started();
        _time.Advance(RestartBackoff.Recovered - TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(4), backoff.Died());
    }

    [Fact]
    public void Time_in_which_it_could_not_be_started_is_no_recovery()
    {
        var backoff = AfterThreeDeaths();
        _time.Advance(RestartBackoff.Recovered * 10);

        Assert.Equal(TimeSpan.FromSeconds(4), backoff.Died());
    }

    private RestartBackoff AfterThreeDeaths()
    {
        var backoff = new RestartBackoff(_time);
        for (var death = 0; death < 3; death++)
            backoff.Died();
        return backoff;
    }
}
