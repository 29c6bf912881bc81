using CsCheck;
using IotAspire.Contracts;

namespace IotAspire.Tests.Contracts;

public sealed class NearWordsTests
{
    [Theory]
    [InlineData("avg", "avg", 0)]
    [InlineData("AVG", "avg", 0)]
    [InlineData("av", "avg", 1)]
    [InlineData("aavg", "avg", 1)]
    [InlineData("agv", "avg", 1)]
    [InlineData("ivg", "avg", 1)]
    [InlineData("readnigs", "readings", 1)]
    [InlineData("redings", "readnigs", 2)]
    [InlineData("", "abc", 3)]
    public void Slips_are_counted(string text, string word, int slips) => Assert.Equal(slips, NearWords.Distance(text, word, 3));

    [Fact]
    public void Slips_are_counted_as_by_trying_all_ways() =>
        Gen.Select(Gen.String[Gen.Char["abc"], 0, 6], Gen.String[Gen.Char["abc"], 0, 6], Gen.Int[0, 6]).Sample((text, word, most) =>
            Assert.Equal(Math.Min(Slips(text, word), most + 1), Math.Min(NearWords.Distance(text, word, most), most + 1)), iter: 10_000);

    [Theory]
    [InlineData("kitchn-temperature", "kitchen-temperature")]
    [InlineData("Kitchen-Temperature", "kitchen-temperature")]
    [InlineData("office-temperature", "offices-temperature")]
    [InlineData("garage", "")]
    public void The_nearest_are_found(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', NearWords.Find(text, ["offices-temperature", "kitchen-temperature", "deposit-temperature"])));

    [Fact]
    public void Equals_are_named_together() => Assert.Equal(" Did you mean \"1m\" or \"1h\"?", NearWords.Ask(NearWords.Find("1", ["1m", "1h", "15m"])));

    [Fact]
    public void Where_nothing_is_near_nothing_is_asked() => Assert.Equal("", NearWords.Ask(NearWords.Find("temperature", ["count", "avg"])));

    // Straight from the definition; takes exponential time.
    private static int Slips(string a, string b)
    {
        if (a.Length == 0 || b.Length == 0)
            return a.Length + b.Length;
        var least = Math.Min(Math.Min(Slips(a[1..], b), Slips(a, b[1..])) + 1, Slips(a[1..], b[1..]) + (a[0] == b[0] ? 0 : 1));
        return a.Length > 1 && b.Length > 1 && a[0] == b[1] && a[1] == b[0] ? Math.Min(least, Slips(a[2..], b[2..]) + 1) : least;
    }
}
