using IotAspire.Api.Features.Aggregates;
using IotAspire.Api.Times;
using IotAspire.Storage.Model;
using IotAspire.Storage.Queries;
using NodaTime;

namespace IotAspire.Tests.Api;

public sealed class WideRowsTests
{
    private static readonly TimeRange Hour = new(new(2026, 11, 26, 0, 0, 0, DateTimeKind.Utc), new(2026, 11, 26, 1, 0, 0, DateTimeKind.Utc));

    [Theory]
    [InlineData("complete", "complete avg")]
    [InlineData("coverage", "coverage avg")]
    [InlineData("kitchen", "kitchen")]
    public void No_two_columns_have_one_name(string sensorId, string column)
    {
        var series = Grouping.Sensor.SeriesOf([new() { Id = 1, SensorId = sensorId, Unit = "°C", Origin = SensorOrigin.Catalogue }]);
        var plan = new AggregatePlan(
            series,
            new Buckets(BucketSize.Find("1m")!, DateTimeZone.Utc),
            Hour,
            PartPlan.Of(RollupLevel.Minute, isWithinRange: false, RollupColumns.Sum, new(Hour.To, TimeSpan.Zero, DateTime.MinValue, DateTime.MinValue, 0)),
            [AggregateFunction.Find("avg")!],
            GapFill.None,
            Hour.To);

        var fields = new WideRows(null!, plan, null, null).Fields;

        Assert.Equal(["bucketStart", "bucketEnd", column, "complete", "coverage"], fields.Select(field => field.Name));
    }
}
