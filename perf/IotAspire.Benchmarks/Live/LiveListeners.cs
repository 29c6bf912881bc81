using System.Diagnostics;

namespace IotAspire.Benchmarks.Live;

/// <summary>Readers of the live stream; each notes when it has all readings of a batch.</summary>
internal sealed class LiveListeners : IAsyncDisposable
{
    private readonly HttpClient _client;
    private readonly int _batchSize;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _reading = [];
    private readonly List<TimeSpan> _delays = [];
    private readonly Lock _lock = new();
    private long _committedAt;
    private CountdownEvent _missing = new(0);

    private LiveListeners(Uri address, int batchSize) => (_client, _batchSize) = (new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan }, batchSize);

    /// <summary>Shortest first.</summary>
    public IReadOnlyList<TimeSpan> Delays
    {
        get
        {
            lock (_lock)
                return [.. _delays.Order()];
        }
    }

    public static async Task<LiveListeners> OpenAsync(Uri address, int count, int batchSize, CancellationToken cancellationToken)
    {
        var listeners = new LiveListeners(address, batchSize);
        for (var i = 0; i < count; i++)
        {
            var stream = await listeners._client.GetStreamAsync("/api/v1/live?events=readings", cancellationToken);
            var lines = new StreamReader(stream);
            // The stream is open once it says so.
            await lines.ReadLineAsync(cancellationToken);
            listeners._reading.Add(listeners.ReadAsync(lines));
        }

        return listeners;
    }

    /// <summary>A batch is about to be stored.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            _missing = new(_reading.Count);
            _committedAt = 0;
        }
    }

    /// <summary>It is committed.</summary>
    public void Committed()
    {
        lock (_lock)
            _committedAt = Stopwatch.GetTimestamp();
    }

    /// <summary>Waits until every reader has the batch.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (!_missing.IsSet)
            await Task.Delay(5, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_reading);
        _client.Dispose();
        _stop.Dispose();
        _missing.Dispose();
    }

    private async Task ReadAsync(StreamReader lines)
    {
        try
        {
            for (var count = 0; await lines.ReadLineAsync(_stop.Token) is { } line;)
            {
                if (line == "event: gap")
                    throw new InvalidOperationException("A reader was too slow.");
                if (line == "event: reading" && ++count == _batchSize)
                {
                    count = 0;
                    Note();
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The measurement is over.
        }
    }

    private void Note()
    {
        lock (_lock)
        {
            // Faster than the writer heard of its own commit.
            _delays.Add(_committedAt == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(_committedAt));
            _missing.Signal();
        }
    }
}
