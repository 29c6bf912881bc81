using IotAspire.EventHubs;
using Microsoft.Extensions.Time.Testing;

namespace IotAspire.Tests.EventHubs.Receiving;

public sealed class StreamWatchTests
{
    private static readonly DateTimeOffset Created = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new();
    private DateTimeOffset _createdOn = Created;
    private long _last = 9;
    private int _questions;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_stream_passes_over_old_and_new_links()
    {
        var watch = await BeginAsync();

        await watch.CheckAsync(9, isNewLink: false, Token);
        await watch.CheckAsync(null, isNewLink: true, Token);
    }

    [Fact]
    public async Task A_hub_made_anew_is_noticed_at_once_behind_a_new_link()
    {
        var watch = await BeginAsync();
        _createdOn = Created.AddMinutes(1);

        await Assert.ThrowsAsync<EventHubException>(() => watch.CheckAsync(3, isNewLink: true, Token));
    }

    [Fact]
    public async Task A_hub_made_anew_is_noticed_in_time_behind_a_link_that_seems_the_same()
    {
        var watch = await BeginAsync();
        _createdOn = Created.AddMinutes(1);

        await watch.CheckAsync(3, isNewLink: false, Token);
        _time.Advance(TimeSpan.FromSeconds(2));

        var ended = await Assert.ThrowsAsync<EventHubException>(() => watch.CheckAsync(4, isNewLink: false, Token));
        Assert.True(ended.IsTransient);
    }

    [Fact]
    public async Task A_partition_that_ends_before_what_was_received_is_noticed_behind_a_new_link()
    {
        var watch = await BeginAsync();
        await watch.CheckAsync(9, isNewLink: false, Token);
        _last = 4;

        await Assert.ThrowsAsync<EventHubException>(() => watch.CheckAsync(null, isNewLink: true, Token));
    }

    [Fact]
    public async Task Many_receivers_ask_the_hub_once_in_two_seconds()
    {
        using var creation = Creation();
        var watches = Enumerable.Range(0, 32).Select(_ => new StreamWatch(creation, _ => Task.FromResult(_last), "0")).ToList();
        foreach (var watch in watches)
            await watch.BeginAsync(Token);
        _questions = 0;

        for (var second = 0; second < 10; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            foreach (var watch in watches)
                await watch.CheckAsync(null, isNewLink: false, Token);
        }

        Assert.Equal(5, _questions);
    }

    private HubCreation Creation() => new(
        _ =>
        {
            _questions++;
            return Task.FromResult(_createdOn);
        },
        _time);

    private async Task<StreamWatch> BeginAsync()
    {
        var watch = new StreamWatch(Creation(), _ => Task.FromResult(_last), "0");
        await watch.BeginAsync(Token);
        return watch;
    }
}
