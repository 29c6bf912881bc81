using System.ComponentModel;
using FastEndpoints;
using FluentValidation;
using IotAspire.Api.Hosting;
using IotAspire.Api.Live;
using IotAspire.Api.Times;
using IotAspire.Contracts.Catalogue;

namespace IotAspire.Api.Features.Live;

internal sealed class StreamLiveRequest
{
    [QueryParam, List, Description("Sensors, separated by commas; default: all.")]
    public string? SensorId { get; set; }

    [QueryParam, List, Description("What to follow, separated by commas: readings, and buckets once they are closed, 1m, 1h, 1d; default readings,1m.")]
    public string? Events { get; set; }

    [QueryParam, Description("The last id received, to take the stream up again; the same as the header Last-Event-ID, which browsers send by themselves.")]
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
