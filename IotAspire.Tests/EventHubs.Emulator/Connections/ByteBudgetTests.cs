using IotAspire.EventHubs.Emulator.Connections;

namespace IotAspire.Tests.EventHubs.Emulator.Connections;

public sealed class ByteBudgetTests
{
    [Fact]
    public async Task Who_finds_no_room_waits_in_turn()
    {
        var budget = new ByteBudget(100);
        await budget.TakeAsync(90);
        var large = budget.TakeAsync(60).AsTask();
        var small = budget.TakeAsync(5).AsTask();
        Assert.False(large.IsCompleted || small.IsCompleted);

        budget.Return(90);

        await Task.WhenAll(large, small);
        Assert.Equal(65, budget.Held);
    }

    [Fact]
    public async Task What_is_larger_than_all_goes_alone()
    {
        var budget = new ByteBudget(100);
        Assert.True(budget.TryKeep(50));
        await budget.TakeAsync(1000);
        var next = budget.TakeAsync(1).AsTask();
        Assert.False(next.IsCompleted);

        budget.Return(1000);

        await next;
        Assert.Equal(51, budget.Held);
    }

    [Fact]
    public async Task What_peers_keep_leaves_half_for_those_who_wait()
    {
        var budget = new ByteBudget(100);
        Assert.True(budget.TryKeep(50));
        Assert.False(budget.TryKeep(1));

        await budget.TakeAsync(50);
        budget.Release(50);

        Assert.Equal(50, budget.Held);
        Assert.True(budget.TryKeep(50));
    }

    [Fact]
    public void A_connection_keeps_no_more_than_its_share_and_gives_it_back_at_its_end()
    {
        var budget = new ByteBudget(100);
        var connection = new KeptBytes(budget, 30);
        Assert.True(connection.TryKeep(30));
        Assert.False(connection.TryKeep(1));
        connection.Release(10);
        Assert.Equal(20, budget.Held);

        connection.Dispose();

        Assert.Equal(0, budget.Held);
    }
}
