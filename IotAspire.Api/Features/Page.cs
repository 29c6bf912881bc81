using IotAspire.Api.Times;

namespace IotAspire.Api.Features;

/// <summary>One page of a range: what to ask the database for, and where the next page begins.</summary>
internal sealed class Page
{
    private readonly TimeRange _whole;

    public Page(RangeRequest request, TimeRange whole)
    {
        _whole = whole;
        Limit = request.Limit ?? Paging.DefaultLimit;
        Range = request.Cursor is not null && Paging.TryRead(request.Cursor, out var start) && start > whole.From
            ? whole with { From = start }
            : whole;
    }

    /// <summary>Most rows of the page.</summary>
    public int Limit { get; }

    /// <summary>The whole range from where this page begins.</summary>
    public TimeRange Range { get; }

    /// <summary>Takes away the one row too many that tells that there is more.</summary>
    /// <returns>The address of the next page; null if there is none.</returns>
    public string? CutOff<T>(List<T> rows, Func<T, DateTime> timeOf, HttpContext http)
    {
        if (rows.Count <= Limit)
            return null;
        var next = Paging.Cursor(timeOf(rows[Limit]));
        rows.RemoveRange(Limit, rows.Count - Limit);
        return Paging.NextLink(http, _whole, next);
    }
}
