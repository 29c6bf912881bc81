namespace IotAspire.Api.Formats;

/// <summary>
/// Writes rows in one format: <see cref="BeginAsync"/>, any number of <see cref="WriteAsync"/>, <see cref="EndAsync"/>. Only then
/// is the answer whole; an answer that breaks off is cut, so that no reader takes it for one.
/// </summary>
internal abstract class RowWriter : IAsyncDisposable
{
    public abstract Task BeginAsync(CancellationToken cancellationToken);

    public abstract ValueTask WriteAsync(RowBatch batch, CancellationToken cancellationToken);

    /// <param name="next">Address of the next page; null on the last page.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public abstract Task EndAsync(string? next, CancellationToken cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await ReleaseAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives back what writing took.</summary>
    protected virtual ValueTask ReleaseAsync() => ValueTask.CompletedTask;
}
