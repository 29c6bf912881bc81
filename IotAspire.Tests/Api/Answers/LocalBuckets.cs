using System.Globalization;
using NodaTime;

namespace IotAspire.Tests.Api.Answers;

/// <summary>Buckets of a time zone, worked out from the calendar: a slow second opinion.</summary>
internal sealed class LocalBuckets(string name, string zone)
{
    private readonly DateTimeZone _zone = DateTimeZoneProviders.Tzdb[zone];

    /// <summary>The bucket that holds an instant.</summary>
    public (DateTime Start, DateTime End) At(DateTime instant)
    {
        var date = Instant.FromDateTimeUtc(instant).InZone(_zone).Date;
        return name switch
        {
            "1d" => (DayStart(date), DayStart(date.PlusDays(1))),
            "1w" => Week(date),
            "1mo" => Month(date),
            _ => OfDay(DayStart(date), DayStart(date.PlusDays(1)), instant),
        };
    }

    /// <summary>All that hold an instant of the range.</summary>
    public IEnumerable<(DateTime Start, DateTime End)> Of(DateTime from, DateTime to)
    {
        for (var bucket = At(from); bucket.Start < to; bucket = At(bucket.End))
            yield return bucket;
    }

    /// <summary>All that belong to the range, given how its edges are meant.</summary>
    public IEnumerable<(DateTime Start, DateTime End)> Of(DateTime from, DateTime to, string edges) =>
        edges == "started" ? Of(from, to).Where(bucket => bucket.Start >= from) : Of(from, to);

    public static TimeSpan Length(string name) => name switch
    {
        "1w" => TimeSpan.FromDays(7),
        "1mo" => TimeSpan.FromDays(30),
        _ => double.Parse(name[..^1], CultureInfo.InvariantCulture) * name[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            _ => TimeSpan.FromDays(1),
        },
    };

    private (DateTime, DateTime) Week(LocalDate date)
    {
        var monday = date.PlusDays(1 - (int)date.DayOfWeek);
        return (DayStart(monday), DayStart(monday.PlusDays(7)));
    }

    private (DateTime, DateTime) Month(LocalDate date)
    {
        var first = new LocalDate(date.Year, date.Month, 1);
        return (DayStart(first), DayStart(first.PlusMonths(1)));
    }

    private (DateTime, DateTime) OfDay(DateTime dayStart, DateTime dayEnd, DateTime instant)
    {
        var length = Length(name);
        var start = dayStart + ((instant - dayStart).Ticks / length.Ticks * length);
        var end = start + length;
        return (start, end < dayEnd ? end : dayEnd);
    }

    private DateTime DayStart(LocalDate date) => _zone.AtStartOfDay(date).ToDateTimeUtc();
}
