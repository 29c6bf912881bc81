using System.Globalization;
using FastEndpoints;
using IotAspire.Api.Documentation;
using IotAspire.Api.Features.Selection;
using IotAspire.Api.Features.Stored;
using IotAspire.Api.Formats;
using IotAspire.Api.Hosting;
using IotAspire.Api.Times;
using IotAspire.Storage.Model;

namespace IotAspire.Api.Features.Readings.List;

internal sealed class Endpoint(SensorSelection selection, StoredState state, ReadingReader reader, ReadingCount counts, TimeProvider clock) : Endpoint<Request, Response>
{
    private static readonly TimeSpan DefaultLength = TimeSpan.FromHours(1);

    public override void Configure()
    {
        Get("readings");
        Summary(summary =>
        {
            summary.Summary = "Raw readings of a range of time";
            summary.ResponseExamples[StatusCodes.Status200OK] = new Response(
                ExampleTimes.Start,
                ExampleTimes.End,
                AvailableFrom: null,
                Count: null,
                [new("kitchen-temperature", ExampleTimes.MeasuredAt, 21.53, "°C", ExampleTimes.Start.AddSeconds(2.2), OutOfRange: false, Late: false)],
                Next: null);
        });
        Description(endpoint => endpoint.WithTags("Readings").WithName("ListReadings").AnswersTable<Response>(StatusCodes.Status404NotFound));
    }

    public override async Task HandleAsync(Request req, CancellationToken ct)
    {
        var sensors = await selection.FindAsync(req, ct);
        var range = AskedRange.Of(req, TimeZones.Find(req.TimeZone)!, DefaultLength, clock);
        var cutoff = (await state.GetAsync(ct)).RawCutoff;
        var available = range.From < cutoff ? new TimeRange(cutoff, range.To) : range;
        var filter = new ReadingFilter(req.MinValue, req.MaxValue, req.OutOfRange, req.Late, req.Ahead);
        var count = req.Count == true ? await CountAsync(sensors, available, filter, ct) : (long?)null;
        var rows = new ReadingRows(
            reader, counts, sensors, available, filter, req.Order == Request.Descending, Cursor.Of(req.Cursor), TableAnswer.LimitOf(HttpContext, req));
        var availableFrom = range.From < cutoff ? cutoff : (DateTime?)null;
        TableAnswer.SayAvailableFrom(HttpContext, availableFrom);
        var about = new AnswerAbout(
            "readings",
            [
                new("from", range.From), new("to", range.To), new("availableFrom", availableFrom), new("count", count),
            ]);
        await TableAnswer.SendAsync(HttpContext, req, rows, about, Paging.Spell(range), ct);
    }

    private async Task<long> CountAsync(IReadOnlyList<SensorRow> sensors, TimeRange range, ReadingFilter filter, CancellationToken cancellationToken)
    {
        var count = 0L;
        if (!range.IsEmpty)
        {
            count = await counts.CountAsync(sensors, range, cancellationToken);
            if (!filter.IsNone)
            {
                QueryCost.CheckRaw(count, "counted with a filter", "narrow the range, name fewer sensors, or leave count out");
                count = await counts.CountAsync(sensors, range, filter, cancellationToken);
            }
        }

        HttpContext.Response.Headers[TableAnswer.TotalCount] = count.ToString(CultureInfo.InvariantCulture);
        return count;
    }
}
