using System.Diagnostics;

namespace IotAspire.Benchmarks.Api;

/// <summary>Measured times of requests.</summary>
internal sealed class Latencies(IReadOnlyList<double> milliseconds)
{
    private readonly double[] _sorted = [.. milliseconds.Order()];

    public double Of(double part) => _sorted[(int)Math.Min(_sorted.Length - 1, part * _sorted.Length)];

    /// <summary>Sends one request after the other.</summary>
    public static async Task<Latencies> OneByOneAsync(HttpClient client, int count, Func<int, string> question, CancellationToken cancellationToken)
    {
        var times = new List<double>(count);
        for (var i = 0; i < count; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            await AskAsync(client, question(i), cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        return new(times);
    }

    /// <summary>Keeps so many requests under way for a time.</summary>
    public static async Task<(double PerSecond, Latencies Latencies)> AtOnceAsync(
        HttpClient client, int concurrency, TimeSpan time, Func<int, string> question, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        var next = 0;
        var all = await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(
            async () =>
            {
                var times = new List<double>();
                while (Stopwatch.GetElapsedTime(begun) < time)
                {
                    var started = Stopwatch.GetTimestamp();
                    await AskAsync(client, question(Interlocked.Increment(ref next)), cancellationToken);
                    times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                }

                return times;
            },
            cancellationToken)));
        var latencies = all.SelectMany(times => times).ToList();
        return (latencies.Count / Stopwatch.GetElapsedTime(begun).TotalSeconds, new(latencies));
    }

    public override string ToString() => FormattableString.Invariant($"p50 {Of(0.5):f2} ms, p99 {Of(0.99):f2} ms");

    private static async Task AskAsync(HttpClient client, string question, CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync(new Uri(question, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await body.CopyToAsync(Stream.Null, cancellationToken);
        response.EnsureSuccessStatusCode();
    }
}
