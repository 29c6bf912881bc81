using IotAspire.Api.Features.Aggregates;
using IotAspire.Api.Features.Selection;
using IotAspire.Api.Features.Stored;

namespace IotAspire.Api.Features;

internal static class QueryRegistration
{
    public static void AddQueries(this IServiceCollection services) => services
        .AddSingleton<SensorDirectory>()
        .AddSingleton<SensorSelection>()
        .AddSingleton<StoredState>()
        .AddSingleton<DayReader>()
        .AddSingleton<RollupReader>()
        .AddSingleton<ReadingReader>()
        .AddSingleton<WithinRangeReader>()
        .AddSingleton<LastBefore>()
        .AddSingleton<ReadingCount>()
        .AddSingleton<AggregateReader>()
        .AddSingleton<AggregateCost>();
}
