using IotAspire.Tests.Support;

namespace IotAspire.Tests.EventHubs.Emulator;

/// <summary>Whatever was acknowledged is there once after the process was killed; what wasn't is there at most once.</summary>
public sealed class KillTests
{
    private const int FewRounds = 3;
    private const int ManyRounds = 100;

    [Fact]
    public Task Kills_during_sends_lose_no_acknowledged_event_and_duplicate_none() => RunAsync(FewRounds);

    [Fact]
    [Trait("Category", "Soak")]
    public Task A_hundred_kills_during_sends_lose_no_acknowledged_event_and_duplicate_none() => RunAsync(Soak.Rounds(ManyRounds));

    private static async Task RunAsync(int rounds)
    {
        using var directory = new TemporaryDirectory();
        var sent = new SentEvents();
        for (var round = 0; round < rounds; round++)
            await sent.SendUntilKilledAsync(directory.Path, round);

        var stored = await SentEvents.ReadAllAsync(directory.Path);

        var count = stored.CountBy(text => text).ToDictionary();
        Assert.Equal([], sent.Acknowledged.Where(text => count.GetValueOrDefault(text) == 0));
        Assert.Equal([], count.Where(entry => entry.Value > 1).Select(entry => entry.Key));
        Assert.Empty(stored.Except(sent.Attempted));
        Assert.InRange(sent.Acknowledged.Count, rounds * SentEvents.FewestPerRound, int.MaxValue);
    }
}
