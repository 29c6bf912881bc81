namespace IotAspire.Api.Features.Catalogue.List;

/// <summary>The catalogue: what there is to ask about.</summary>
/// <param name="Catalogue">In the order in which the sensors became known.</param>
/// <param name="Next">Where the rest is; null if this is all.</param>
internal sealed record Response(IReadOnlyList<CatalogueEntry> Catalogue, string? Next);

/// <summary>A sensor with what it has sent so far.</summary>
/// <param name="SensorId">Its id everywhere in this API.</param>
/// <param name="Type">What is measured; null while no catalogue describes the sensor.</param>
/// <param name="Unit">Unit of every value.</param>
/// <param name="Latitude">Its coordinate on the floor plan.</param>
/// <param name="Longitude">Its coordinate on the floor plan.</param>
/// <param name="RangeMinimum">Lowest value that it can truthfully give.</param>
/// <param name="RangeMaximum">Highest value that it can truthfully give.</param>
/// <param name="Description">Where or what it is.</param>
/// <param name="ExpectedIntervalMs">Expected milliseconds from one reading to the next.</param>
/// <param name="Origin"><c>catalogue</c>, or <c>reading</c> for a sensor that no catalogue describes.</param>
/// <param name="FirstReadingAt">When the first stored reading was measured; null without readings.</param>
/// <param name="LastReadingAt">When the newest was; those of a clock that runs ahead count once their time has come.</param>
/// <param name="ReadingCount">Readings ever stored.</param>
/// <param name="RatePerSecond">Readings per second on the newest day with readings.</param>
/// <param name="FreshnessSeconds">Age of the newest reading, never negative.</param>
/// <param name="AheadSeconds">How far the sensor's clock runs ahead, as its readings of times to come tell; null where there are none.</param>
internal sealed record CatalogueEntry(
    string SensorId,
    string? Type,
    string Unit,
    double? Latitude,
    double? Longitude,
    double? RangeMinimum,
    double? RangeMaximum,
    string? Description,
    long? ExpectedIntervalMs,
    string Origin,
    DateTime? FirstReadingAt,
    DateTime? LastReadingAt,
    long ReadingCount,
    double? RatePerSecond,
    double? FreshnessSeconds,
    double? AheadSeconds);
