namespace IotAspire.Api.Formats;

/// <summary>Some rows of an answer, by column.</summary>
internal sealed class RowBatch(IReadOnlyList<Field> fields, int capacity) : IDisposable
{
    private int _cell;

    public Column[] Columns { get; } = [.. fields.Select(field => Column.Of(field, capacity))];

    public int Capacity => capacity;

    /// <summary>Rows that are complete.</summary>
    public int Count { get; private set; }

    public bool IsFull => Count == capacity;

    public void Clear() => (Count, _cell) = (0, 0);

    public void Add(string? value) => ((TextColumn)Columns[_cell++]).Values[Count] = value;

    public void Add(DateTime? value) => ((InstantColumn)Columns[_cell++]).Values[Count] = InstantColumn.Of(value);

    public void Add(double value) => ((NumberColumn)Columns[_cell++]).Values[Count] = value;

    public void Add(long value) => ((IntegerColumn)Columns[_cell++]).Values[Count] = value;

    public void Add(bool value) => ((FlagColumn)Columns[_cell++]).Values[Count] = value;

    /// <summary>Takes over rows of a batch with the same columns, as many as have room.</summary>
    /// <returns>How many.</returns>
    public int AddRows(RowBatch source, int sourceRow)
    {
        var count = Math.Min(source.Count - sourceRow, capacity - Count);
        for (var i = 0; i < Columns.Length; i++)
            Columns[i].CopyFrom(source.Columns[i], sourceRow, Count, count);
        Count += count;
        return count;
    }

    public void EndRow()
    {
        if (_cell != Columns.Length)
            throw new InvalidOperationException($"A row has {_cell} cells for {Columns.Length} columns.");
        _cell = 0;
        Count++;
    }

    public void Dispose()
    {
        foreach (var column in Columns)
            column.Dispose();
    }
}

/// <summary>
/// Collects rows cell by cell into a batch. The batch is read and filled again, so an answer of any length takes the memory of one.
/// </summary>
internal sealed class RowBuffer(IReadOnlyList<Field> fields) : IDisposable
{
    // The first rows leave at once. Later batches are as large as Arrow's readers like them, but none of their columns is a large
    // object, which would stay until the next full collection.
    private const int FirstRows = 512;
    private const int MaxRowsPerBatch = 8_192;

    // An answer can have thousands of columns.
    private const int MaxCells = 256 * 1024;

    private readonly int _maxRows = Math.Clamp(MaxCells / fields.Count, 1, MaxRowsPerBatch);

    /// <summary>The rows collected since <see cref="Clear"/>.</summary>
    public RowBatch Batch { get; private set; } = new(fields, Math.Min(FirstRows, Math.Max(1, MaxCells / fields.Count)));

    public void Add(string? value) => Batch.Add(value);

    public void Add(DateTime? value) => Batch.Add(value);

    /// <param name="value">NaN is null.</param>
    public void Add(double value) => Batch.Add(value);

    public void Add(double? value) => Batch.Add(value ?? double.NaN);

    public void Add(long value) => Batch.Add(value);

    public void Add(long? value) => Batch.Add(value ?? IntegerColumn.Null);

    public void Add(bool value) => Batch.Add(value);

    /// <summary>Ends the row, every cell of which has been added in the order of the columns.</summary>
    /// <returns>Whether the batch is full.</returns>
    /// <exception cref="InvalidOperationException">A cell is missing.</exception>
    public bool EndRow()
    {
        Batch.EndRow();
        return Batch.IsFull;
    }

    /// <summary>Makes room for rows once the batch has been read.</summary>
    public void Clear()
    {
        // Most answers end with the first batch.
        if (Batch.IsFull && Batch.Capacity < _maxRows)
        {
            Batch.Dispose();
            Batch = new(fields, _maxRows);
        }

        Batch.Clear();
    }

    public void Dispose() => Batch.Dispose();
}
