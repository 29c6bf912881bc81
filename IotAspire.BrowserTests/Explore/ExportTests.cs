using System.Text;
using IotAspire.BrowserTests.Support;
using IotAspire.Tests.Api.Answers;
using static IotAspire.BrowserTests.Support.StoredBuilding;

namespace IotAspire.BrowserTests.Explore;

/// <summary>What is downloaded is what is stored, in every format that the page offers.</summary>
public sealed class ExportTests(TestBrowser browser, ExploreSite site) : BrowserTest(browser), IClassFixture<ExploreSite>
{
    private static readonly DateTime End = Now.AddMinutes(-5);
    private static readonly DateTime Start = End.AddHours(-5);
    private static readonly string View = $"?sensors={Kitchen},{Humidity}&from={Start:s}Z&to={End:s}Z&bucket=5m";

    public static TheoryData<string> Formats => ["json", "ndjson", "csv", "csv&decimal=comma", "excel", "excel&decimal=comma", "xlsx", "parquet", "arrow"];

    [Theory, MemberData(nameof(Formats))]
    public async Task Every_reading_of_the_range_and_no_other(string format)
    {
        var explore = new ExplorePage(await OpenAsync(site.Address));
        await explore.OpenAsync(View);

        var table = await ReadAsync(format, await explore.DownloadAsync("readings", format));

        var expected = site.Building.Readings.Where(reading => reading.SensorId is Kitchen or Humidity && reading.At >= Start && reading.At < End)
            .Select(reading => $"{reading.SensorId}|{TimeIn(format, reading.At)}|{Table.Text(reading.Value)}");
        Assert.Equal(expected.Order(), table.Rows.Select(row => $"{table[row, "sensorId"]}|{table[row, "measuredAt"]}|{table[row, "value"]}").Order());
    }

    [Theory, MemberData(nameof(Formats))]
    public async Task The_buckets_that_the_chart_shows(string format)
    {
        var explore = new ExplorePage(await OpenAsync(site.Address));
        await explore.OpenAsync(View);

        var table = await ReadAsync(format, await explore.DownloadAsync("shown", format));

        var expected = from reading in site.Building.Readings
                       where reading.SensorId is Kitchen or Humidity && reading.At >= BucketOf(Start) && reading.At < EndOf(End)
                       group reading by (reading.SensorId, Bucket: BucketOf(reading.At)) into bucket
                       select $"{bucket.Key.SensorId}|{TimeIn(format, bucket.Key.Bucket)}|{bucket.Count()}|{Table.Text(bucket.Min(one => one.Value))}|{Table.Text(bucket.Max(one => one.Value))}";
        Assert.Equal(expected.Order(), table.Rows.Select(row => $"{table[row, "sensorId"]}|{table[row, "bucketStart"]}|{table[row, "count"]}|{table[row, "min"]}|{table[row, "max"]}").Order());
    }

    private static Task<Table> ReadAsync(string format, byte[] body) => format switch
    {
        "excel" => Task.FromResult(TableReaders.Csv(Encoding.UTF8.GetString(WithoutMark(body)))),
        "excel&decimal=comma" => Task.FromResult(TableReaders.Csv(Encoding.UTF8.GetString(WithoutMark(body)), hasComma: true)),
        "csv&decimal=comma" => Task.FromResult(TableReaders.Csv(Encoding.UTF8.GetString(body), hasComma: true)),
        _ => TableReaders.ReadAsync(format, body),
    };

    private static byte[] WithoutMark(byte[] body)
    {
        Assert.True(body.AsSpan().StartsWith(Encoding.UTF8.Preamble));
        return body[Encoding.UTF8.Preamble.Length..];
    }

    private static string TimeIn(string format, DateTime at) => format switch
    {
        "excel" or "excel&decimal=comma" => $"{at:yyyy-MM-dd HH:mm:ss}",
        "csv&decimal=comma" => $"{at:yyyy-MM-dd HH:mm:ss},{at:ffffff}",
        "xlsx" => Table.Text(at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMillisecond))),
        _ => Table.Text(at),
    };

    private static DateTime BucketOf(DateTime at) => at.AddTicks(-(at.Ticks % TimeSpan.FromMinutes(5).Ticks));

    private static DateTime EndOf(DateTime at) => BucketOf(at) == at ? at : BucketOf(at).AddMinutes(5);
}
