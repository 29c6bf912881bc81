namespace IotAspire.Api.Formats;

/// <summary>
/// Takes rows cell by cell and hands them to a format in batches. One batch is filled, written and filled again, so an answer of
/// any length takes the memory of one.
/// </summary>
internal sealed class RowSink(RowWriter writer, IReadOnlyList<Field> fields) : IDisposable
{
    // The first rows leave at once. Later batches are as large as Arrow's readers like them, but none of their columns is a large
    // object, which would stay until the next full collection.
    private const int FirstRows = 512;
    private const int MaxRowsPerBatch = 8_192;

    // An answer can have thousands of columns.
    private const int MaxCells = 256 * 1024;

    private readonly int _maxRows = Math.Clamp(MaxCells / fields.Count, 1, MaxRowsPerBatch);
    private RowBatch _batch = new(fields, Math.Min(FirstRows, Math.Max(1, MaxCells / fields.Count)));

    /// <summary>Rows that were handed over.</summary>
    public long Written { get; private set; }

    public void Add(string? value) => _batch.Add(value);

    public void Add(DateTime? value) => _batch.Add(value);

    /// <param name="value">NaN is null.</param>
    public void Add(double value) => _batch.Add(value);

    public void Add(double? value) => _batch.Add(value ?? double.NaN);

    public void Add(long value) => _batch.Add(value);

    public void Add(long? value) => _batch.Add(value ?? IntegerColumn.Null);

    public void Add(bool value) => _batch.Add(value);

    /// <summary>Ends the row, every cell of which has been added in the order of the columns.</summary>
    /// <exception cref="InvalidOperationException">A cell is missing.</exception>
    public ValueTask EndRowAsync(CancellationToken cancellationToken)
    {
        _batch.EndRow();
        return _batch.IsFull ? FlushAsync(cancellationToken) : ValueTask.CompletedTask;
    }

    /// <summary>Hands over what has been collected.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_batch.Count > 0)
            await writer.WriteAsync(_batch, cancellationToken);
        Written += _batch.Count;
        // Most answers end with the first batch.
        if (_batch.IsFull && _batch.Capacity < _maxRows)
        {
            _batch.Dispose();
            _batch = new(fields, _maxRows);
        }

        _batch.Clear();
    }

    public void Dispose() => _batch.Dispose();
}
