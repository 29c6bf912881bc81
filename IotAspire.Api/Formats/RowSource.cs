using System.Runtime.CompilerServices;
using IotAspire.Api.Features;

namespace IotAspire.Api.Formats;

/// <summary>The rows of an answer, in batches that are read as they are written out.</summary>
internal abstract class RowSource
{
    /// <summary>The columns; the same whether there are rows or not.</summary>
    public abstract IReadOnlyList<Field> Fields { get; }

    /// <summary>The cursor of the next page; null if there is none. Known once all batches have been read.</summary>
    public string? Next { get; protected set; }

    /// <summary>Version of the rows for the ETag, found without reading them; null where there is no such way.</summary>
    public virtual Task<string?> VersionAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>Reads the rows. A batch holds its rows until the next one is read.</summary>
    public abstract IAsyncEnumerable<RowBatch> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>Rows that are made of one object each.</summary>
/// <param name="limit">Maximum number of rows; null: all.</param>
internal abstract class RowSource<T>(int? limit) : RowSource
{
    protected int? Limit => limit;

    public sealed override async IAsyncEnumerable<RowBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var rows = new RowBuffer(Fields);
        var read = 0;
        T? last = default;
        await foreach (var item in ReadItemsAsync(cancellationToken))
        {
            if (read++ == limit)
            {
                Next = CursorOf(last!).ToString();
                break;
            }

            Add(rows, item);
            if (rows.EndRow())
            {
                yield return rows.Batch;
                rows.Clear();
            }

            last = item;
        }

        if (rows.Batch.Count > 0)
            yield return rows.Batch;
    }

    /// <summary>The objects of this page, and one more where there is a next one.</summary>
    protected abstract IAsyncEnumerable<T> ReadItemsAsync(CancellationToken cancellationToken);

    /// <summary>Adds the cells of an object.</summary>
    protected abstract void Add(RowBuffer rows, T item);

    /// <summary>Where the page after an object begins.</summary>
    protected abstract Cursor CursorOf(T item);
}

/// <summary>A column of an answer that is made of objects.</summary>
/// <param name="Field">What it is.</param>
/// <param name="Add">Adds an object's cell.</param>
internal sealed record FieldOf<T>(Field Field, Action<RowBuffer, T> Add);

/// <summary>Rows made of objects that are in memory.</summary>
/// <param name="columns">Their columns.</param>
/// <param name="items">In the order of the answer; those after the page before.</param>
/// <param name="cursor">Where an object stands in that order.</param>
/// <param name="limit">Maximum number of rows; null: all.</param>
internal sealed class ListRows<T>(IReadOnlyList<FieldOf<T>> columns, IReadOnlyList<T> items, Func<T, Cursor> cursor, int? limit) : RowSource<T>(limit)
{
    public override IReadOnlyList<Field> Fields { get; } = [.. columns.Select(column => column.Field)];

    protected override IAsyncEnumerable<T> ReadItemsAsync(CancellationToken cancellationToken) => items.ToAsyncEnumerable();

    protected override void Add(RowBuffer rows, T item)
    {
        foreach (var column in columns)
            column.Add(rows, item);
    }

    protected override Cursor CursorOf(T item) => cursor(item);
}
