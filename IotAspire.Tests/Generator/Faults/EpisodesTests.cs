using IotAspire.Generator.Faults;

namespace IotAspire.Tests.Generator.Faults;

public sealed class EpisodesTests
{
    public static TheoryData<string> Kinds => [.. EpisodePlan.Kinds.Select(kind => kind.ToString())];

    [Theory, MemberData(nameof(Kinds))]
    public void They_cover_the_share_of_time_that_was_asked_for(string kind)
    {
        var plan = EpisodePlan.Of(Enum.Parse<SensorFaultKind>(kind), 0.05);
        var episodes = new Episodes();
        var slots = 4000;

        var covered = Enumerable.Range(0, slots * 100).Count(index => episodes.Cover(index * (plan.Slot / 100), plan, 1));

        // So many slots leave about this much to chance.
        Assert.InRange(covered / (slots * 100.0), 0.045, 0.055);
    }

    [Fact]
    public void They_have_their_lengths_and_can_be_asked_in_any_order()
    {
        var plan = EpisodePlan.Of(SensorFaultKind.Dropout, EpisodePlan.MaxRate(SensorFaultKind.Dropout));
        var inOrder = new Episodes();
        var seconds = Enumerable.Range(0, 100_000).Select(second => inOrder.Cover(second * TimeSpan.TicksPerSecond, plan, 9)).ToList();
        var anyOrder = new Episodes();
        var random = new Random(1);

        for (var i = 0; i < 5000; i++)
        {
            var second = random.Next(seconds.Count);
            Assert.Equal(seconds[second], anyOrder.Cover(second * TimeSpan.TicksPerSecond, plan, 9));
        }

        var lengths = Runs(seconds);
        Assert.InRange(lengths.Min(), 9, 30);
        // Two in neighbouring slots may touch.
        Assert.InRange(lengths.Max(), 100, 240);
    }

    private static List<int> Runs(List<bool> covered)
    {
        var (lengths, length) = (new List<int>(), 0);
        foreach (var isCovered in covered)
        {
            if (!isCovered && length > 0)
                lengths.Add(length);
            length = isCovered ? length + 1 : 0;
        }

        return lengths;
    }
}
