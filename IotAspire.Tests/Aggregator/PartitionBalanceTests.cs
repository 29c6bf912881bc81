using CsCheck;
using IotAspire.Aggregator.Ownership;
using IotAspire.Storage.Ingest;

namespace IotAspire.Tests.Aggregator;

public sealed class PartitionBalanceTests
{
    /// <summary>From any state, with processes acting one after another in any order.</summary>
    [Fact]
    public void Any_number_of_processes_come_to_even_shares_and_then_move_nothing() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 12], Gen.Int[0, 1000]).SelectMany(size =>
            Gen.Int[-1, size.Item1].Array[size.Item2].Select(owners => (Processes: size.Item1, Owners: owners, Seed: size.Item3)))
        .Sample(start =>
        {
            // Number -1 is nobody, and the one beyond the last is dead but its claim hasn't lapsed yet.
            var state = start.Owners.Select((owner, index) => (Id: $"{index}", Owner: owner < 0 ? null : $"process{owner}")).ToDictionary(each => each.Id, each => each.Owner);
            string[] processes = [.. Enumerable.Range(0, start.Processes).Select(index => $"process{index}")];
            var random = new Random(start.Seed);
            for (var turn = 0; turn < 4; turn++)
            {
                if (turn == 1)
                    Lapse(state, processes);
                random.Shuffle(processes);
                foreach (var process in processes)
                    Act(process, processes, state);
            }

            var counts = processes.Select(process => state.Values.Count(owner => owner == process)).ToList();
            Assert.DoesNotContain(null, state.Values);
            Assert.True(counts.Max() - counts.Min() <= 1, string.Join(" ", counts));
            foreach (var process in processes)
            {
                var balance = PartitionBalance.Of(process, new(processes, state));
                Assert.Empty(balance.Acquire);
                Assert.Empty(balance.Release);
            }
        });

    [Fact]
    public void Whoever_leaves_moves_only_what_was_its_own()
    {
        var state = new Dictionary<string, string?> { ["0"] = "a", ["1"] = "b", ["2"] = "b", ["3"] = null };

        Assert.Equal(["3"], PartitionBalance.Of("a", new(["a", "b"], state)).Acquire);
        Assert.Empty(PartitionBalance.Of("b", new(["a", "b"], state)).Acquire);
        Assert.Empty(PartitionBalance.Of("b", new(["a", "b"], state)).Release);
    }

    private static void Lapse(Dictionary<string, string?> state, string[] processes)
    {
        foreach (var id in state.Keys.ToList())
            state[id] = processes.Contains(state[id]) ? state[id] : null;
    }

    private static void Act(string process, string[] processes, Dictionary<string, string?> state)
    {
        var balance = PartitionBalance.Of(process, new OwnershipView(processes, state));
        foreach (var id in balance.Release)
            state[id] = null;
        foreach (var id in balance.Acquire)
            state[id] = process;
    }
}
