using System.Globalization;
using IotAspire.LocalDashboard.Logs;
using IotAspire.LocalDashboard.Traces;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IotAspire.LocalDashboard.Web;

/// <summary>The filters of the pages out of a query string. What can't be read filters nothing.</summary>
internal static class Query
{
    private const double NanosecondsPerMillisecond = 1e6;
    private const double LongestMilliseconds = 1e12;

    public static TraceQuery Traces(IQueryCollection query) => new(
        query["service"],
        query["errors"] == "true",
        Math.Clamp(Number(query["minimumMs"]), 0, LongestMilliseconds) is var milliseconds and > 0 ? (ulong)(milliseconds * NanosecondsPerMillisecond) : 0,
        query["text"].ToString().Trim());

    public static LogQuery Logs(IQueryCollection query) => new(
        query["resource"],
        Enum.TryParse<LogLevel>(query["level"], ignoreCase: true, out var level) ? level : LogLevel.Trace,
        query["text"].ToString().Trim(),
        TraceId.Parse(query["trace"]));

    private static double Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : 0;
}
