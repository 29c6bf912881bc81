using IotAspire.Api.Features.Aggregates;
using IotAspire.Storage.Model;

namespace IotAspire.Tests.Api;

public sealed class GroupingTests
{
    [Fact]
    public void Groups_whose_labels_read_alike_stay_apart_and_the_others_keep_their_names()
    {
        SensorRow[] sensors =
        [
            Sensor(1, "Hall", "east temperature"), Sensor(2, "Hall east", "temperature"), Sensor(3, "Attic", null), Sensor(4, "Attic", "-"), Sensor(5, "Main Entrance", "temperature"), Sensor(6, "Hall", "east temperature"),
        ];

        var series = Grouping.Find("place")!.SeriesOf(sensors);

        Assert.Equal(
            [("\"Attic\" \"-\" \"°C\"", 1), ("\"Attic\" - \"°C\"", 1), ("\"Hall east\" \"temperature\" \"°C\"", 1), ("\"Hall\" \"east temperature\" \"°C\"", 2), ("Main Entrance temperature °C", 1)],
            series.Select(one => (one.Key, one.Sensors.Count)));
    }

    private static SensorRow Sensor(uint id, string place, string? type) =>
        new() { Id = id, SensorId = $"s{id}", Type = type, Unit = "°C", Description = place, Origin = SensorOrigin.Catalogue };
}
