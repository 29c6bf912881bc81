using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FastEndpoints;
using FluentValidation;
using IotAspire.Api.Features.Selection;
using IotAspire.Api.Hosting;
using IotAspire.Api.Times;

namespace IotAspire.Api.Features.Aggregates;

internal sealed class ListAggregatesRequest : BucketRequest
{
    public const int DefaultPoints = 500;
    public const int PointsLimit = 100_000;
    public const string Long = "long";
    public const string Wide = "wide";
    public const string Include = "include";
    public const string Exclude = "exclude";

    [QueryParam, AllowedValues("10s", "15s", "20s", "30s", "1m", "2m", "5m", "10m", "15m", "20m", "30m", "1h", "2h", "3h", "4h", "6h", "8h", "12h", "1d", "1w", "1mo", "auto"),
     Description("Length of a bucket; auto: the shortest length with at most maxPoints buckets. Days, weeks (from Monday) and months are those of the time zone. Default: 1m.")]
    public string? Bucket { get; set; }

    [QueryParam, Range(2, PointsLimit), Description("Only with bucket=auto: maximum number of buckets per series, unless even months are too short; default: 500.")]
    public int? MaxPoints { get; set; }

    [QueryParam, List, Description("Functions, separated by commas: count, avg, min, max, sum, stddev, first, last, or percentiles such as p50 or p99.9, which are computed from raw readings. Default: all but percentiles.")]
    public string? Functions { get; set; }

    [QueryParam, AllowedValues("sensor", "type", "place"), Description("Sensors that form a series: each sensor, all sensors of a type (and unit), or all sensors of a place (the description) and type. Default: sensor.")]
    public string? GroupBy { get; set; }

    [QueryParam, AllowedValues("none", "null", "previous", "linear"), Description("Value of buckets without readings. none: no row; null: a row of nulls; previous: the values of the last bucket with readings, also from before the range (see filledFrom); linear: interpolated values. The count is always 0. Default: none.")]
    public string? Fill { get; set; }

    [QueryParam, AllowedValues(Include, Exclude), Description("exclude: ignores readings outside their sensor's range, in the count, too; needs one-minute rollups and raw readings, so it reaches back as far as both are kept. Default: include.")]
    public string? OutOfRange { get; set; }

    [QueryParam, AllowedValues(Long, Wide), Description("long: a row for each series and bucket; wide: a row for each bucket, with columns for each series. Default: long.")]
    public string? Shape { get; set; }
}

internal sealed class ListAggregatesValidator : RangeRequestValidator<ListAggregatesRequest>
{
    private const int MaxFunctions = 20;
    private const int MaxNamed = 5;

    public ListAggregatesValidator(TimeProvider clock)
        : base(clock)
    {
        RuleFor(request => request.MaxPoints)
            .Must(points => points is null or (>= 2 and <= ListAggregatesRequest.PointsLimit))
            .WithMessage($"must be from 2 to {ListAggregatesRequest.PointsLimit}.")
            .Must((request, points) => points is null || request.Bucket == BucketSize.Auto || request.Cursor is not null)
            .WithMessage("requires bucket=auto.");
        RuleFor(request => request.Functions)
            .Must(text => text is null || Split(text) is { Length: > 0 and <= MaxFunctions } names && names.All(name => AggregateFunction.Find(name) is not null))
            .WithMessage((_, text) => $"must be at most {MaxFunctions} of {AggregateFunction.Form}, separated by commas.{AskForFunctions(text!)}");
    }

    public static string[] Split(string functions) => [.. SensorSelection.Split(functions).Distinct(StringComparer.OrdinalIgnoreCase)];

    private static string AskForFunctions(string functions) => string.Concat(Split(functions)
        .Where(name => AggregateFunction.Find(name) is null)
        .Take(MaxNamed)
        .Select(unknown => $" \"{unknown}\" isn't one.{WordParameter.Ask("functions", unknown, AggregateFunction.Names)}"));

    public static GapFill? FindFill(string name) => name switch
    {
        "none" => GapFill.None,
        "null" => GapFill.Null,
        "previous" => GapFill.Previous,
        "linear" => GapFill.Linear,
        _ => null,
    };
}
