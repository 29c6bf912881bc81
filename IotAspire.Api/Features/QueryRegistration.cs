namespace IotAspire.Api.Features;

internal static class QueryRegistration
{
    public static void AddQueries(this IServiceCollection services) => services
        .AddScoped<SensorLookup>()
        .AddScoped<CompletenessQuery>()
        .AddScoped<Sensors.List.Query>()
        .AddScoped<Readings.List.Query>()
        .AddScoped<Readings.Latest.Query>()
        .AddScoped<Aggregates.List.Query>();
}
