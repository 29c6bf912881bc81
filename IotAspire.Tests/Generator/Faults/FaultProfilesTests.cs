using System.Globalization;
using IotAspire.Generator.Faults;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Generator.Faults;

public sealed class FaultProfilesTests
{
    [Fact]
    public void The_rates_are_those_of_the_guide()
    {
        var rows = File.ReadLines(Repository.PathOf("docs/generator.md")).Select(line => line.Split('|', StringSplitOptions.TrimEntries)).ToList();

        Assert.All(Enum.GetValues<SensorFaultKind>(), kind =>
        {
            var row = rows.Single(cells => cells.Length > 2 && cells[1] == $"`{kind.Name()}`");
            Assert.Equal((Rate(row[4]), Rate(row[5])), (FaultProfiles.All["realistic"][kind], FaultProfiles.All["dirty"][kind]));
            Assert.Equal(0, FaultProfiles.All["clean"][kind]);
        });
    }

    [Fact]
    public void Dirty_has_the_chances_of_the_time_series_benchmark_suite()
    {
        var dirty = FaultProfiles.All["dirty"];

        Assert.Equal((0.1, 0.3, 0.05, 0.01), (dirty.Dropout, dirty.OutOfOrder, dirty.BurstLate, dirty.Malformed));
    }

    private static double Rate(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
