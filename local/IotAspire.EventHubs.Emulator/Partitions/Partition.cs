using System.Threading.Channels;
using IotAspire.EventHubs.Emulator.Codec;

namespace IotAspire.EventHubs.Emulator.Partitions;

/// <summary>
/// One partition of a hub. Changes are queued; one loop does the work and acknowledges when it is durable,
/// taking everything that waits into one flush. Reading needs no queue.
/// </summary>
internal sealed class Partition : IAsyncDisposable
{
    // Many small batches share a flush; few large ones must not fill the memory.
    private const int QueueCapacity = 128;
    private const int GroupBytes = 4 * 1024 * 1024;

    private readonly Channel<Work> _queue = Channel.CreateBounded<Work>(
        new BoundedChannelOptions(QueueCapacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private readonly List<EventBatch> _group = [];
    private readonly PartitionLog _log;
    private readonly PartitionEvents _events;
    private readonly EventHubsEmulatorOptions _options;
    private readonly Task _loop;
    private string? _writeFailure;

    public Partition(string id, PartitionLog log, EventHubsEmulatorOptions options, PartitionEvents events)
    {
        Id = id;
        (_log, _events, _options) = (log, events, options);
        if (log.Recovered.BytesCut > 0)
            events.TailCut(id, log.Recovered.BytesCut);
        foreach (var lost in log.Recovered.Lost)
            events.EventsLost(id, lost);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>The partition holds more. Raised on its loop, so what handles it must be quick and not throw.</summary>
    public event Action? Appended;

    public string Id { get; }

    /// <summary>Why the last events could not be written; null if they could.</summary>
    public string? WriteFailure
    {
        get => Volatile.Read(ref _writeFailure);
        private set => Volatile.Write(ref _writeFailure, value);
    }

    public LogView Log => _log.View;

    /// <summary>Queues events; waits while too much is queued. The batch is completed and disposed later.</summary>
    public async ValueTask AppendAsync(EventBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            if (!_queue.Writer.TryWrite(new Work(batch, null)))
                await _queue.Writer.WriteAsync(new Work(batch, null), cancellationToken);
        }
        catch (ChannelClosedException)
        {
            batch.Completed?.Invoke(AmqpError.NotFound(Id));
            batch.Dispose();
        }
    }

    public Task TruncateBeforeAsync(long sequenceNumber, CancellationToken cancellationToken) =>
        ChangeAsync(log => log.TruncateBefore(sequenceNumber), cancellationToken);

    public Task ResetAsync(CancellationToken cancellationToken) => ChangeAsync(log => log.Reset(), cancellationToken);

    /// <summary>Removes what is older or more than retention allows.</summary>
    public Task RetainAsync(CancellationToken cancellationToken) => ChangeAsync(
        log =>
        {
            log.Limit(_options.RetentionBytes);
            if (_options.RetentionTime is { } time)
                log.RemoveBefore((_options.TimeProvider.GetUtcNow() - time).ToUnixTimeMilliseconds());
        },
        cancellationToken);

    /// <summary>
    /// Removes the damaged records around an offset, keeping a copy of what they lay in; false if it can't be read there even so.
    /// </summary>
    public async Task<bool> RepairAsync(long offset, CancellationToken cancellationToken)
    {
        var isReadable = false;
        await ChangeAsync(
            log =>
            {
                Repair(offset);
                isReadable = log.IsReadable(offset);
            },
            cancellationToken);
        return isReadable;
    }

    /// <summary>Takes no more events; returns when those that wait are durable. What is there can still be read.</summary>
    public Task StopAsync()
    {
        _queue.Writer.TryComplete();
        return _loop;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _log.Dispose();
    }

    private async Task ChangeAsync(Action<PartitionLog> change, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _queue.Writer.WriteAsync(new Work(null, log =>
        {
            try
            {
                Apply(change);
                done.SetResult();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                done.SetException(exception);
            }
        }), cancellationToken);
        await done.Task;
    }

    private async Task RunAsync()
    {
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (_log.PreparedBytes < GroupBytes && _queue.Reader.TryRead(out var work))
                Take(work);
            CommitGroup();
            if (!_queue.Reader.TryPeek(out _))
                _log.Rest();
        }
    }

    // Changes come across damage too, and happen all the same.
    private void Apply(Action<PartitionLog> change)
    {
        try
        {
            change(_log);
        }
        catch (DamagedRecordException damaged)
        {
            Repair(damaged.Offset);
            change(_log);
        }
    }

    private void Repair(long offset)
    {
        foreach (var lost in _log.Repair(offset))
            _events.EventsLost(Id, lost);
    }

    private void Take(Work work)
    {
        if (work.Batch is { } batch)
        {
            _log.Prepare(batch);
            _group.Add(batch);
            return;
        }

        CommitGroup();
        work.Change!(_log);
    }

    private void CommitGroup()
    {
        if (_group.Count == 0)
            return;
        AmqpError? error = null;
        try
        {
            _log.Commit();
            WriteFailure = null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _events.AppendFailed(Id, exception);
            _log.Discard();
            WriteFailure = exception.Message;
            error = AmqpError.Internal($"The partition could not be written: {exception.Message}");
        }

        foreach (var batch in _group)
        {
            batch.Completed?.Invoke(error);
            batch.Dispose();
        }

        _group.Clear();
        Appended?.Invoke();
        Limit();
    }

    // Behind the acknowledgement: events that are stored are stored, whether old ones can be removed or not.
    private void Limit()
    {
        try
        {
            Apply(log => log.Limit(_options.RetentionBytes));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            _events.RetentionFailed(Id, exception);
        }
    }

    /// <summary>Either events to append or another change.</summary>
    private readonly record struct Work(EventBatch? Batch, Action<PartitionLog>? Change);
}
