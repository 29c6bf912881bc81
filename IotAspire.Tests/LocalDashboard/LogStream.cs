using System.Text.Json;

namespace IotAspire.Tests.LocalDashboard;

internal static class LogStream
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <summary>The lines of the first event, and of so many more.</summary>
    public static async Task<IReadOnlyList<JsonElement>> ReadAsync(RunningDashboard dashboard, string path, int events = 1, Action? afterFirst = null)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Deadline);
        await using var stream = await dashboard.Browser.GetStreamAsync(path, patience.Token);
        using var reader = new StreamReader(stream);
        List<JsonElement> lines = [];
        while (events > 0)
        {
            var text = await reader.ReadLineAsync(patience.Token) ?? throw new EndOfStreamException(path);
            if (!text.StartsWith("data: ", StringComparison.Ordinal))
                continue;
            lines.AddRange(JsonSerializer.Deserialize<List<JsonElement>>(text["data: ".Length..])!);
            events--;
            afterFirst?.Invoke();
            afterFirst = null;
        }

        return lines;
    }
}
