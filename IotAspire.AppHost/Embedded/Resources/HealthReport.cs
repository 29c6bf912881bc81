using System.Text.Json;

namespace IotAspire.AppHost.Embedded.Resources;

/// <summary>The body of a service's <c>/health</c>: a status, and each check's with what it says.</summary>
internal static class HealthReport
{
    /// <param name="body">The body.</param>
    /// <param name="isSuccess">Whether it came with a good status code; that counts when the body says nothing.</param>
    public static ResourceHealth Parse(string body, bool isSuccess)
    {
        try
        {
            using var report = JsonDocument.Parse(body);
            if (report.RootElement.ValueKind == JsonValueKind.Object && report.RootElement.TryGetProperty("status", out var status) && status.GetString() is { } text)
                return new(text, text == ResourceHealth.Healthy.Status ? null : Reasons(report.RootElement));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not a report of ours.
        }

        return isSuccess ? ResourceHealth.Healthy : ResourceHealth.Unhealthy(body);
    }

    private static string? Reasons(JsonElement report) => !report.TryGetProperty("checks", out var checks) ? null : string.Join("; ", checks
        .EnumerateObject()
        .Where(check => check.Value.GetProperty("status").GetString() != ResourceHealth.Healthy.Status)
        .Select(check => check.Value.TryGetProperty("description", out var description) && description.GetString() is { Length: > 0 } text ? $"{check.Name}: {text}" : check.Name));
}
