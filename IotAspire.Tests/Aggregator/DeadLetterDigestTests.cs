using IotAspire.Aggregator.Ingest;
using IotAspire.Storage.Ingest;
using Microsoft.Extensions.Time.Testing;

namespace IotAspire.Tests.Aggregator;

public sealed class DeadLetterDigestTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly DeadLetterDigest _digest;

    public DeadLetterDigestTests() => _digest = new(_clock);

    [Fact]
    public void The_first_of_each_reason_is_told_at_once_with_its_detail()
    {
        Assert.Equal(["a1", "b1"], Told(Letter("a", "a1"), Letter("a", "a2"), Letter("b", "b1")));
        Assert.Empty(Told(Letter("b", "b2")));
        Assert.Equal(["c1"], Told(Letter("c", "c1")));
        Assert.Empty(Told());
    }

    [Fact]
    public void The_others_are_told_together_once_a_minute()
    {
        Told(Letter("a"), Letter("a"), Letter("a"), Letter("b"));
        _clock.Advance(DeadLetterDigest.Period - TimeSpan.FromTicks(1));
        Assert.Empty(_digest.Take());
        Told(Letter("b"));

        _clock.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(new() { ["a"] = 2, ["b"] = 1 }, new Dictionary<string, int>(_digest.Take()));
        // Told once; the next minute begins.
        Assert.Empty(_digest.Take());
        Assert.Empty(Told(Letter("a")));
        _clock.Advance(DeadLetterDigest.Period);
        Assert.Equal(new() { ["a"] = 1 }, new Dictionary<string, int>(_digest.Take()));
    }

    [Fact]
    public void A_reason_that_was_quiet_for_a_minute_is_told_at_once_again()
    {
        Told(Letter("a"), Letter("b"), Letter("b"));
        _clock.Advance(DeadLetterDigest.Period);
        _digest.Take();

        Assert.Equal(["again"], Told(Letter("a", "again"), Letter("b", "still there")));
    }

    [Fact]
    public void The_last_are_told_before_their_minute_is_over()
    {
        Told(Letter("a"), Letter("a"));

        Assert.Equal(new() { ["a"] = 1 }, new Dictionary<string, int>(_digest.Take(isLast: true)));
        Assert.Empty(_digest.Take(isLast: true));
    }

    [Fact]
    public void However_many_there_are_nothing_is_lost_and_there_are_few_lines()
    {
        var (lines, told) = (0, 0);
        for (var second = 0; second < 600; second++)
        {
            var first = Told([.. Enumerable.Repeat(Letter("a"), 7), Letter("b")]);
            var more = _digest.Take();
            (lines, told) = (lines + first.Count + (more.Count > 0 ? 1 : 0), told + first.Count + more.Values.Sum());
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(600 * 8, told + _digest.Take(isLast: true).Values.Sum());
        Assert.InRange(lines, 2, 2 + 10);
    }

    private List<string> Told(params DeadLetter[] letters) => [.. _digest.Add(letters).Select(letter => letter.Detail)];

    private static DeadLetter Letter(string reason, string detail = "") => new(default, reason, detail);
}
