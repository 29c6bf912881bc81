using CsCheck;
using IotAspire.Api.Times;
using IotAspire.Storage.Model;

namespace IotAspire.Tests.Api.Times;

public sealed class BucketsTests
{
    [Theory]
    // Clocks forward: a day of 23 hours; back: one of 25; by half an hour; Kolkata's midnight; a month with a change in it; a week.
    [InlineData("1d", "Europe/Berlin", "2026-03-29T12:00:00Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")]
    [InlineData("1d", "Europe/Berlin", "2026-10-25T12:00:00Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z")]
    [InlineData("1d", "Australia/Lord_Howe", "2026-04-04T20:00:00Z", "2026-04-04T13:00:00Z", "2026-04-05T13:30:00Z")]
    [InlineData("1d", "Asia/Kolkata", "2026-11-23T18:29:59Z", "2026-11-22T18:30:00Z", "2026-11-23T18:30:00Z")]
    [InlineData("1mo", "Europe/Berlin", "2026-03-15T12:00:00Z", "2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z")]
    [InlineData("1mo", "UTC", "2024-02-29T23:59:59Z", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z")]
    [InlineData("1w", "Europe/Berlin", "2026-03-29T21:59:59Z", "2026-03-22T23:00:00Z", "2026-03-29T22:00:00Z")]
    // The last of a short day is cut, a long day has one more, of an hour.
    [InlineData("12h", "Europe/Berlin", "2026-03-29T21:00:00Z", "2026-03-29T11:00:00Z", "2026-03-29T22:00:00Z")]
    [InlineData("12h", "Europe/Berlin", "2026-10-25T22:30:00Z", "2026-10-25T22:00:00Z", "2026-10-25T23:00:00Z")]
    [InlineData("1h", "America/St_Johns", "2026-11-23T12:00:00Z", "2026-11-23T11:30:00Z", "2026-11-23T12:30:00Z")]
    // Midnight was left out.
    [InlineData("1d", "America/Sao_Paulo", "2018-11-04T12:00:00Z", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z")]
    // Samoa left out 30 December 2011.
    [InlineData("1d", "Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z")]
    [InlineData("1d", "Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z")]
    public void Hard_days(string size, string zone, string at, string start, string end)
    {
        var bucket = Of(size, zone).At(Utc(at));
        Assert.Equal((Utc(start), Utc(end)), (bucket.Start, bucket.End));
    }

    [Fact]
    public void Buckets_follow_each_other_and_hold_their_instants() => Gen.Select(
        Gen.OneOfConst([.. BucketSize.All]), Gen.OneOfConst("UTC", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia", "America/Sao_Paulo"), Gen.Int[0, 1_800_000_000], (size, zone, second) =>
            (size, zone, At: DateTime.UnixEpoch.AddSeconds(second))).Sample(asked =>
        {
            var buckets = Of(asked.size.Name, asked.zone);
            var bucket = buckets.At(asked.At);
            Assert.True(bucket.Contains(asked.At));
            Assert.Equal(bucket, buckets.At(bucket.Start));
            Assert.Equal(bucket, buckets.At(bucket.End.AddTicks(-1)));
            Assert.Equal(bucket.End, buckets.At(bucket.End).Start);
            Assert.Equal(bucket, Of(asked.size.Name, asked.zone).At(asked.At));
        });

    [Theory]
    [InlineData("30s", "UTC", null)]
    [InlineData("1m", "UTC", "1m")]
    [InlineData("30m", "Asia/Kolkata", "1m")]
    [InlineData("1h", "UTC", "1h")]
    [InlineData("1h", "Asia/Kolkata", "1m")]
    [InlineData("1d", "UTC", "1d")]
    [InlineData("1d", "Europe/Berlin", "1h")]
    [InlineData("1mo", "America/St_Johns", "1m")]
    public void The_coarsest_exact_level_is_taken(string size, string zone, string? level) =>
        Assert.Equal(RollupLevel.All.SingleOrDefault(one => one.Name == level), Of(size, zone).LevelFor(new(Utc("2026-11-01T00:00:00Z"), Utc("2026-12-01T00:00:00Z"))));

    // Where clocks change by half an hour: on that day buckets count from a midnight of the old offset.
    [Theory]
    [InlineData("2024-10-05T23:30:00Z", "1m")]
    [InlineData("2024-10-06T13:00:00Z", "1h")]
    public void The_level_fits_buckets_that_count_from_a_midnight_before_the_clocks_changed(string from, string level)
    {
        var buckets = Of("2h", "Australia/Lord_Howe");

        var range = buckets.Widen(new(Utc(from), Utc(from).AddHours(3)));

        Assert.Equal(level, buckets.LevelFor(range)!.Name);
    }

    private static Buckets Of(string size, string zone) => new(BucketSize.Find(size)!, TimeZones.Find(zone)!);

    private static DateTime Utc(string text) => InstantText.TryParse(text, out var instant) ? instant : throw new ArgumentException(text);
}
