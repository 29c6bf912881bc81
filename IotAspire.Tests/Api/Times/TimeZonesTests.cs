using IotAspire.Api.Times;

namespace IotAspire.Tests.Api.Times;

public sealed class TimeZonesTests
{
    [Theory]
    [InlineData("Berlin", "Europe/Berlin")]
    [InlineData("europe/berlin ", "Europe/Berlin")]
    [InlineData("new york", "America/New_York")]
    [InlineData("Europe/Belrin", "Europe/Berlin")]
    [InlineData("Calcutta", "Asia/Kolkata")]
    [InlineData("PST", "America/Los_Angeles")]
    [InlineData("cest", "Europe/Berlin")]
    [InlineData("W. Europe Standard Time", "Europe/Berlin")]
    [InlineData("GMT+1", "Etc/GMT-1")]
    [InlineData("UTC 1", "Etc/GMT-1")]
    [InlineData("+05:30", "")]
    [InlineData("-08:00", "Etc/GMT+8")]
    [InlineData("+99", "")]
    [InlineData("Middle-earth", "")]
    public void A_zone_that_may_have_been_meant_is_named(string text, string zone)
    {
        Assert.Null(TimeZones.Find(text));
        var asked = TimeZones.Ask(text);
        Assert.StartsWith(zone.Length == 0 ? "" : $" Did you mean \"{zone}\"?", asked, StringComparison.Ordinal);
        Assert.Equal(zone.Length == 0, asked.Length == 0);
        if (zone.Length > 0)
            Assert.NotNull(TimeZones.Find(zone));
    }

    [Theory]
    [InlineData("UTC", "UTC")]
    [InlineData("utc", "UTC")]
    [InlineData("europe/berlin", "Europe/Berlin")]
    [InlineData("AMERICA/NEW_YORK", "America/New_York")]
    public void A_zone_is_found_in_any_case(string text, string id) => Assert.Equal(id, TimeZones.Find(text)!.Id);

    [Fact]
    public void Every_zone_that_is_named_for_an_abbreviation_exists()
    {
        foreach (var text in "CEST BST WEST EEST MSK EDT CST CDT MDT PST PDT BRT IST JST KST AEST AEDT".Split(' '))
            Assert.NotNull(TimeZones.Find(TimeZones.Ask(text).Split('"')[1]));
    }
}
