using IotAspire.Contracts.Catalogue;
using IotAspire.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace IotAspire.Tests.Contracts;

public sealed class SensorFleetTests
{
    private static readonly SensorCatalogue Building = new(
    [
        new("hall-temperature", "temperature", "°C", 50, 5, new(0, 45), "Hall", TimeSpan.FromSeconds(1)),
        new("roof-power", "power", "W", 80, 85, new(0, 5000), "Roof", TimeSpan.FromSeconds(10)),
    ]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(20_000)]
    public void It_has_as_many_sensors_as_asked_for_with_valid_ids_of_their_own(int count)
    {
        var fleet = SensorFleet.Clone(Building, count).Sensors;

        Assert.Equal(count, fleet.Select(sensor => sensor.SensorId).Distinct().Count());
        Assert.DoesNotContain(fleet, sensor => !SensorIds.IsValid(sensor.SensorId));
        Assert.DoesNotContain(fleet, sensor => Math.Abs(sensor.Latitude) > 90 || Math.Abs(sensor.Longitude) > 180);
        Assert.Equal(count, fleet.Select(sensor => (sensor.Latitude, sensor.Longitude)).Distinct().Count());
    }

    [Fact]
    public void A_building_keeps_its_floor_plan_and_its_sensors_their_kind()
    {
        var fleet = SensorFleet.Clone(Building, 4).Sensors;

        Assert.Equal(["hall-temperature-0000000", "roof-power-0000001", "hall-temperature-0000002", "roof-power-0000003"], fleet.Select(sensor => sensor.SensorId));
        Assert.Equal((30, 80), (fleet[3].Latitude - fleet[2].Latitude, fleet[3].Longitude - fleet[2].Longitude));
        Assert.Equal((0, 120), (fleet[2].Latitude - fleet[0].Latitude, fleet[2].Longitude - fleet[0].Longitude));
        Assert.Equal(("W", TimeSpan.FromSeconds(10), "Roof"), (fleet[3].Unit, fleet[3].Interval, fleet[3].Description));
    }

    [Fact]
    public void Ids_that_would_become_too_long_are_cut_and_stay_unique()
    {
        var name = new string('a', SensorIds.MaxLength - 1);
        var longest = new SensorCatalogue([Building.Sensors[0] with { SensorId = $"{name}1" }, Building.Sensors[0] with { SensorId = $"{name}2" }]);

        var ids = SensorFleet.Clone(longest, 100).Sensors.Select(sensor => sensor.SensorId).ToList();

        Assert.Equal(100, ids.Distinct().Count());
        Assert.DoesNotContain(ids, id => !SensorIds.IsValid(id));
    }

    [Theory]
    [InlineData("0", 5)]
    [InlineData("12", 12)]
    public void Services_get_the_fleet_that_the_options_name(string fleet, int expected)
    {
        using var host = Host(fleet);

        Assert.Equal(expected, host.Services.GetRequiredService<IOptions<CatalogueOptions>>().Value.Load().Sensors.Count);
    }

    [Fact]
    public void A_number_that_makes_no_fleet_is_an_error_of_configuration()
    {
        using var host = Host("-3");

        var exception = Assert.Throws<OptionsValidationException>(() => host.Services.GetRequiredService<IStartupValidator>().Validate());
        Assert.Equal("Catalogue:Fleet is -3, must be from 0 to 1000000.", Assert.Single(exception.Failures));
    }

    private static IHost Host(string fleet)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["Catalogue:Path"] = Support.Repository.PathOf("sensors.json");
        builder.Configuration["Catalogue:Fleet"] = fleet;
        builder.Services.AddSectionOptions<CatalogueOptions>(CatalogueOptions.Section);
        return builder.Build();
    }
}
