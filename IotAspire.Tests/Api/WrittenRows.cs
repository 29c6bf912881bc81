using IotAspire.Api.Formats;

namespace IotAspire.Tests.Api;

internal static class WrittenRows
{
    /// <summary>Writes objects as rows, in batches as answers do.</summary>
    public static async Task WriteAsync<T>(this RowWriter writer, IReadOnlyList<Field> fields, IEnumerable<T> items, Action<RowBuffer, T> add, CancellationToken cancellationToken)
    {
        using var rows = new RowBuffer(fields);
        foreach (var item in items)
        {
            add(rows, item);
            if (!rows.EndRow())
                continue;
            await writer.WriteAsync(rows.Batch, cancellationToken);
            rows.Clear();
        }

        if (rows.Batch.Count > 0)
            await writer.WriteAsync(rows.Batch, cancellationToken);
    }
}
