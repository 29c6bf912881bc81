using IotAspire.Api.Features;

namespace IotAspire.Api.Formats;

/// <summary>A column of an answer that is made of objects.</summary>
/// <param name="Field">What it is.</param>
/// <param name="Add">Adds an object's cell.</param>
internal sealed record FieldOf<T>(Field Field, Action<RowSink, T> Add);

/// <summary>Rows made of objects, of which there are few.</summary>
/// <param name="columns">Their columns.</param>
/// <param name="items">In the order of the answer; those after the page before.</param>
/// <param name="cursor">Where an object stands in that order.</param>
/// <param name="limit">Most rows.</param>
internal sealed class ListRows<T>(IReadOnlyList<FieldOf<T>> columns, IReadOnlyList<T> items, Func<T, Cursor> cursor, int? limit) : RowSource
{
    public override IReadOnlyList<Field> Fields { get; } = [.. columns.Select(column => column.Field)];

    public override async Task ProduceAsync(RowSink rows, CancellationToken cancellationToken)
    {
        foreach (var item in items.Take(limit ?? items.Count))
        {
            foreach (var column in columns)
                column.Add(rows, item);
            await rows.EndRowAsync(cancellationToken);
        }

        if (limit < items.Count)
            Next = cursor(items[limit.Value - 1]).ToString();
    }
}
