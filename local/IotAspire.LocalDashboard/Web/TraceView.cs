using System.Globalization;
using IotAspire.LocalDashboard.Traces;

namespace IotAspire.LocalDashboard.Web;

/// <summary>A trace in the list.</summary>
internal sealed record TraceView(string TraceId, string Name, string Service, IReadOnlyList<string> Services, string Start, double DurationMs, int Spans, int Errors)
{
    private const double NanosecondsPerMillisecond = 1e6;

    public static TraceView Of(TraceSummary trace) => new(
        trace.Id.ToString(), trace.Root.Name, trace.Root.Service, trace.Services, Time(trace.Start), Milliseconds(trace.Duration), trace.Spans, trace.Errors);

    public static string Time(ulong nanoseconds) => UnixTime.ToDateTime(nanoseconds).UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    public static double Milliseconds(ulong nanoseconds) => nanoseconds / NanosecondsPerMillisecond;
}
