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
