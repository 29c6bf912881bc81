using IotAspire.Api.Features.Aggregates;
using IotAspire.Api.Features.Selection;

namespace IotAspire.Api.Features;

internal static class QueryRegistration
{
    public static void AddQueries(this IServiceCollection services) => services
        .AddSingleton<SensorDirectory>()
        .AddSingleton<SensorSelection>()
        .AddSingleton<AggregateReader>()
        .AddSingleton<AggregateCost>();
}
