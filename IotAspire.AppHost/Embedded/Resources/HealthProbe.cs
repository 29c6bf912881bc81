namespace IotAspire.AppHost.Embedded.Resources;

/// <summary>Waits until <c>/health</c> answers 200.</summary>
internal sealed class HealthProbe(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(5) };

    /// <param name="url">The whole address of the endpoint.</param>
    /// <param name="ended">Completes with the exit code when there is nothing left to wait for.</param>
    /// <param name="cancellationToken">Gives the waiting up.</param>
    /// <returns>Null when it is healthy; otherwise why not, as the rest of a sentence.</returns>
    public async Task<string?> WaitAsync(Uri url, Task<int> ended, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var last = "nothing";
        while (time.GetElapsedTime(started) < Deadline)
        {
            if (ended.IsCompleted)
                return $"ended with code {await ended} before it was healthy";
            try
            {
                using var response = await _client.GetAsync(url, cancellationToken);
                if (response.IsSuccessStatusCode)
                    return null;
                last = $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellationToken)}";
            }
            catch (HttpRequestException exception)
            {
                last = exception.Message;
            }
            catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                last = "no answer in time";
            }

            await Task.WhenAny(ended, Task.Delay(Pause, time, cancellationToken));
        }

        return $"wasn't healthy after {Deadline.TotalSeconds:0} s; {url} said: {last}";
    }

    /// <summary>Asks once.</summary>
    public async Task<ResourceHealth> AskAsync(Uri url, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _client.GetAsync(url, cancellationToken);
            return HealthReport.Parse(await response.Content.ReadAsStringAsync(cancellationToken), response.IsSuccessStatusCode);
        }
        catch (HttpRequestException exception)
        {
            return ResourceHealth.Unhealthy(exception.Message);
        }
    }

    public void Dispose() => _client.Dispose();
}
