using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using FastEndpoints;
using FluentValidation;
using IotAspire.Api.Documentation;
using IotAspire.Api.Features.Selection;
using IotAspire.Api.Formats;
using IotAspire.Api.Times;
using IotAspire.Storage.Model;
using IotAspire.Storage.Queries;

namespace IotAspire.Api.Features.Readings;

internal sealed class ListReadings(SensorSelection selection, StoredState state, ReadingReader reader, ReadingCount counts, TimeProvider clock) : Endpoint<ListReadingsRequest>
{
    public static readonly TableDescription Table = new(
        "Reading",
        "A raw reading.",
        "readings",
        "In the requested order.",
        [
            RequestedRange.From,
            RequestedRange.To,
            new("availableFrom", ValueKind.Instant, "If not null, readings before this instant have been dropped; aggregates are kept longer.", IsNullable: true),
            new("count", ValueKind.Integer, "Number of readings on all pages; null unless count=true.", IsNullable: true),
        ],
        [ReadingRows.All]);

    private static readonly TimeSpan DefaultLength = TimeSpan.FromHours(1);

    public override void Configure()
    {
        Get("readings");
        Summary(summary =>
        {
            summary.Summary = "Raw readings of a time range";
            summary.ResponseExamples[StatusCodes.Status200OK] = new
            {
                from = ExampleTimes.Start,
                to = ExampleTimes.End,
                availableFrom = (DateTime?)null,
                count = (long?)null,
                readings = new[]
                {
                    new
                    {
                        sensorId = "kitchen-temperature",
                        measuredAt = ExampleTimes.MeasuredAt,
                        value = 21.53,
                        unit = "°C",
                        enqueuedAt = ExampleTimes.Start.AddSeconds(2.2),
                        outOfRange = false,
                        late = false,
                    },
                },
                next = (string?)null,
            };
        });
        Description(endpoint => endpoint.WithTags("Readings").WithName("ListReadings").AnswersTable(Table, StatusCodes.Status404NotFound));
    }

    public override async Task HandleAsync(ListReadingsRequest req, CancellationToken ct)
    {
        var sensors = await selection.FindAsync(req, ct);
        var range = RequestedRange.Of(req, TimeZones.Find(req.TimeZone)!, DefaultLength, clock);
        var cutoff = (await state.GetAsync(ct)).RawCutoff;
        var available = range.From < cutoff ? new TimeRange(cutoff, range.To) : range;
        var filter = new ReadingFilter(req.MinValue, req.MaxValue, req.OutOfRange, req.Late, req.Ahead);
        var count = req.Count == true ? await CountAsync(sensors, available, filter, ct) : (long?)null;
        var rows = new ReadingRows(
            reader, counts, sensors, available, filter, req.Order == ListReadingsRequest.Descending, Cursor.Of(req.Cursor), TableAnswer.LimitOf(HttpContext, req));
        var availableFrom = range.From < cutoff ? cutoff : (DateTime?)null;
        TableAnswer.SetAvailableFrom(HttpContext, availableFrom);
        await TableAnswer.SendAsync(HttpContext, req, rows, Table.Envelope(range.From, range.To, availableFrom, count), Paging.Spell(range), ct);
    }

    private async Task<long> CountAsync(IReadOnlyList<SensorRow> sensors, TimeRange range, ReadingFilter filter, CancellationToken cancellationToken)
    {
        var count = 0L;
        if (!range.IsEmpty)
        {
            count = await counts.CountAsync(sensors, range, cancellationToken);
            if (!filter.IsNone)
            {
                QueryCost.CheckRaw(count, "counted with a filter", "request a shorter range or fewer sensors, or omit count");
                count = await counts.CountAsync(sensors, range, filter, cancellationToken);
            }
        }

        HttpContext.Response.Headers[TableAnswer.TotalCount] = count.ToString(CultureInfo.InvariantCulture);
        return count;
    }
}

internal sealed class ListReadingsRequest : RangeRequest
{
    public const string Ascending = "asc";
    public const string Descending = "desc";

    [QueryParam, AllowedValues(Ascending, Descending), Description("asc: by sensor, then time; desc: the reverse, newest reading first within each sensor. Default: asc.")]
    public string? Order { get; set; }

    [QueryParam, Description("Minimum value, in the sensor's unit.")]
    public double? MinValue { get; set; }

    [QueryParam, Description("Maximum value, in the sensor's unit.")]
    public double? MaxValue { get; set; }

    [QueryParam, Description("true: only values outside their sensor's range; false: only those inside.")]
    public bool? OutOfRange { get; set; }

    [QueryParam, Description("true: only readings that arrived after their minute was closed; false: only readings in time.")]
    public bool? Late { get; set; }

    [QueryParam, Description("true: only readings whose clock was ahead, that is, measured more than a minute after they were enqueued; false: only the others.")]
    public bool? Ahead { get; set; }

    [QueryParam, Description("true: also return the number of all matching readings, in the header Total-Count and, in JSON, in 'count'.")]
    public bool? Count { get; set; }
}

internal sealed class ListReadingsValidator : RangeRequestValidator<ListReadingsRequest>
{
    public ListReadingsValidator(TimeProvider clock)
        : base(clock)
    {
        RuleFor(request => request.MinValue).Must(value => value is null || double.IsFinite(value.Value)).WithMessage("must be a finite number.");
        RuleFor(request => request.MaxValue)
            .Must(value => value is null || double.IsFinite(value.Value)).WithMessage("must be a finite number.")
            .Must((request, value) => !(value < request.MinValue)).WithMessage("must not be less than minValue.");
    }
}
