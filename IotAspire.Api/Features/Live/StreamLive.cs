using System.ComponentModel;
using FastEndpoints;
using FluentValidation;
using FluentValidation.Results;
using IotAspire.Api.Documentation;
using IotAspire.Api.Features.Selection;
using IotAspire.Api.Hosting;
using IotAspire.Api.Limits;
using IotAspire.Api.Times;
using IotAspire.Contracts.Catalogue;
using IotAspire.Storage.Model;
using IotAspire.Storage.Queries;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Options;

namespace IotAspire.Api.Features.Live;

internal sealed class StreamLive(
    SensorQuery query, SensorDirectory directory, WatchedSensors watched, Callers callers, LiveBuffer buffer, LiveStream stream, IOptions<LiveOptions> options, IHostApplicationLifetime application, TimeProvider clock) : Endpoint<StreamLiveRequest>
{
    /// <summary>The header with which a browser takes a stream up again.</summary>
    public const string LastEventId = "Last-Event-ID";

    private const string EventStream = "text/event-stream";
    private const string Full = "The API has reached its limit of live streams or of sensors in them. Try again later, or request fewer sensors.";
    private static readonly TimeSpan BeginningTime = TimeSpan.FromSeconds(10);

    // An id is a time by the Aggregator's clock.
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(1);

    public override void Configure()
    {
        Get("live");
        Summary(summary => summary.Summary = "Stream of stored readings and closed buckets, as server-sent events");
        Description(endpoint => endpoint.WithTags("Live").WithName("Live")
            .WithMetadata(new DisableRequestTimeoutAttribute())
            .Produces<string>(StatusCodes.Status200OK, EventStream)
            .Refuses(StatusCodes.Status404NotFound));
    }

    public override async Task HandleAsync(StreamLiveRequest req, CancellationToken ct)
    {
        var from = ReadPosition(req);
        LiveKinds.TryRead(req.Events ?? LiveKinds.Default, out var kinds);
        var (sensors, unknown) = await FindSensorsAsync(req.SensorId, ct);
        if (unknown is not null)
            throw SensorSelection.NotFound(await directory.GetAsync(ct), [unknown]);
        HttpContext.Response.ContentType = EventStream;
        HttpContext.Response.Headers.CacheControl = "no-store";
        // A proxy that collects an answer before it passes it on would hold events back.
        HttpContext.Response.Headers["X-Accel-Buffering"] = "no";
        if (HttpMethods.IsHead(HttpContext.Request.Method))
        {
            await HttpContext.Response.StartAsync(ct);
            return;
        }

        // Taken before listening begins, so that nothing lies between.
        var place = buffer.End;
        var (subscription, reached) = watched.Subscribe(sensors, callers.NameOf(HttpContext));
        if (subscription is null)
        {
            HttpContext.Response.Headers.RetryAfter = "60";
            await (reached is LiveLimit.Caller
                ? ProblemAnswer.WriteAsync(HttpContext, StatusCodes.Status429TooManyRequests, $"The live streams of a caller can have at most {options.Value.SensorsPerCaller} sensors in total.")
                : ProblemAnswer.WriteAsync(HttpContext, StatusCodes.Status503ServiceUnavailable, Full));
            return;
        }

        using var subscribed = subscription;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, application.ApplicationStopping);
        await subscription.Begun.WaitAsync(BeginningTime, clock, either.Token);
        await SendAsync(subscription, kinds, place, from, either.Token);
    }

    private async Task SendAsync(WatchedSensors.Subscription subscription, HashSet<LiveKind> kinds, long place, DateTime? from, CancellationToken cancellationToken)
    {
        try
        {
            await stream.RunAsync(HttpContext, subscription.Sensors, kinds, place, from, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The reader went away, or the service stops: both end a stream.
        }
    }

    // Where no sensor is named, all sensors, or one more than streams may have.
    private async Task<(IReadOnlyList<SensorRow> Sensors, string? Unknown)> FindSensorsAsync(string? sensorIds, CancellationToken cancellationToken)
    {
        if (sensorIds is null)
            return (await query.ListAsync(options.Value.Sensors + 1, cancellationToken), null);
        var names = StreamLiveRequest.Split(sensorIds).Distinct().ToList();
        var sensors = await query.FindAsync(names, cancellationToken);
        return (sensors, names.Except(sensors.Select(sensor => sensor.SensorId)).FirstOrDefault());
    }

    // What a reader has itself received counts more than what was in its first address.
    private DateTime? ReadPosition(StreamLiveRequest request)
    {
        var text = HttpContext.Request.Headers[LastEventId] is [{ Length: > 0 } header, ..] ? header : request.LastEventId;
        if (text is null)
            return null;
        // One that is still to come would wait for its time, and say nothing of what is stored until then.
        if (!InstantText.TryParse(text, out var position) || position > clock.GetUtcNow().UtcDateTime + ClockDifference)
        {
            AddError(new ValidationFailure(LastEventId, "must be an id of this stream, or left out."));
            ThrowIfAnyErrors();
        }

        return position;
    }
}

internal sealed class StreamLiveRequest
{
    [QueryParam, List, Description("Ids of sensors, separated by commas; default: all.")]
    public string? SensorId { get; set; }

    [QueryParam, List, Description("Events to send, separated by commas: readings, and closed buckets of 1m, 1h or 1d. Default: readings,1m.")]
    public string? Events { get; set; }

    [QueryParam, Description("Last id received, to resume the stream; the same as the header Last-Event-ID, which browsers send automatically.")]
    public string? LastEventId { get; set; }

    public static string[] Split(string text) => text.Split(',', StringSplitOptions.TrimEntries);
}

internal sealed class StreamLiveValidator : Validator<StreamLiveRequest>
{
    public StreamLiveValidator()
    {
        RuleFor(request => request.SensorId)
            .Must(text => text is null || StreamLiveRequest.Split(text).All(sensorId => SensorIds.IsValid(sensorId)))
            .WithMessage($"must be ids that match {SensorIds.Form}, separated by commas; /api/v1/sensors lists the sensors.");
        RuleFor(request => request.Events)
            .Must(text => text is null || LiveKinds.TryRead(text, out _))
            .WithMessage((_, text) => $"must be some of {string.Join(", ", LiveKinds.Names)}, separated by commas.{AskForEvent(text!)}");
        RuleFor(request => request.LastEventId)
            .Must(text => text is null || InstantText.TryParse(text, out _))
            .WithMessage("must be an id of this stream, or left out.");
    }

    private static string AskForEvent(string events) =>
        WordParameter.Ask("events", StreamLiveRequest.Split(events).First(name => !LiveKinds.TryRead(name, out _)), [.. LiveKinds.Names]);
}
