using System.Buffers;
using Parquet;
using Parquet.Schema;

namespace IotAspire.Api.Formats;

/// <summary>
/// A Parquet file: Snappy, times as <c>timestamp(us, UTC)</c>, row groups of <see cref="RowGroup"/> rows, which is what stays in
/// memory.
/// </summary>
internal sealed class ParquetRows(Stream stream, IReadOnlyList<Field> fields) : RowWriter
{
    public const int RowGroup = 32_768;

    private readonly DataField[] _fields = [.. fields.Select(Describe)];
    private readonly CountingStream _stream = new(stream);
    private readonly RowBatch _group = new(fields, RowGroup);
    private ParquetWriter? _writer;

    public override async Task BeginAsync(CancellationToken cancellationToken) =>
        _writer = await ParquetWriter.CreateAsync(new ParquetSchema(_fields), _stream, cancellationToken: cancellationToken);

    public override async ValueTask WriteAsync(RowBatch batch, CancellationToken cancellationToken)
    {
        for (var taken = 0; taken < batch.Count;)
        {
            taken += _group.AddRows(batch, taken);
            if (_group.IsFull)
                await WriteGroupAsync(cancellationToken);
        }
    }

    public override async Task EndAsync(string? next, CancellationToken cancellationToken)
    {
        if (_group.Count > 0)
            await WriteGroupAsync(cancellationToken);
        // Writes the footer.
        await _writer!.DisposeAsync();
        _writer = null;
        await _stream.FlushAsync(cancellationToken);
    }

    protected override ValueTask ReleaseAsync()
    {
        _group.Dispose();
        return ValueTask.CompletedTask;
    }

    private static DataField Describe(Field field) => field.Kind switch
    {
        ValueKind.Text => new DataField(field.Name, typeof(string), field.IsNullable),
        ValueKind.Instant => new DateTimeDataField(
            field.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Micros, isNullable: field.IsNullable),
        ValueKind.Number => new DataField(field.Name, typeof(double), field.IsNullable),
        ValueKind.Integer => new DataField(field.Name, typeof(long), field.IsNullable),
        _ => new DataField(field.Name, typeof(bool), field.IsNullable),
    };

    private async Task WriteGroupAsync(CancellationToken cancellationToken)
    {
        using (var group = _writer!.CreateRowGroup())
        {
            for (var i = 0; i < _fields.Length; i++)
                await WriteColumnAsync(group, _fields[i], _group.Columns[i], _group.Count, cancellationToken);
            group.CompleteValidate();
        }

        _group.Clear();
    }

    // What is stored as it is given needs no copy.
    private static Task WriteColumnAsync(ParquetRowGroupWriter group, DataField field, Column column, int count, CancellationToken cancellationToken) => column switch
    {
        TextColumn text => group.WriteAsync(field, new ArraySegment<string>(text.Values!, 0, count)),
        NumberColumn number when !field.IsNullable => WriteAsync(group, field, number.Values.AsMemory(0, count), cancellationToken),
        IntegerColumn integer when !field.IsNullable => WriteAsync(group, field, integer.Values.AsMemory(0, count), cancellationToken),
        FlagColumn flag => WriteAsync(group, field, flag.Values.AsMemory(0, count), cancellationToken),
        InstantColumn instant => WriteAsync(group, field, column, count, instant.At, cancellationToken),
        NumberColumn number => WriteAsync(group, field, column, count, row => number.Values[row], cancellationToken),
        IntegerColumn integer => WriteAsync(group, field, column, count, row => integer.Values[row], cancellationToken),
        _ => throw new InvalidOperationException($"A column of {column.GetType()} has no Parquet type."),
    };

    private static async Task WriteAsync<T>(ParquetRowGroupWriter group, DataField field, Column column, int count, Func<int, T> at, CancellationToken cancellationToken)
        where T : struct
    {
        if (field.IsNullable)
        {
            var some = ArrayPool<T?>.Shared.Rent(count);
            for (var row = 0; row < count; row++)
                some[row] = column.IsNull(row) ? null : at(row);
            await group.WriteAsync<T>(field, some.AsMemory(0, count), null, null, cancellationToken);
            ArrayPool<T?>.Shared.Return(some);
        }
        else
        {
            var values = ArrayPool<T>.Shared.Rent(count);
            for (var row = 0; row < count; row++)
                values[row] = at(row);
            await WriteAsync<T>(group, field, values.AsMemory(0, count), cancellationToken);
            ArrayPool<T>.Shared.Return(values);
        }
    }

    private static Task WriteAsync<T>(ParquetRowGroupWriter group, DataField field, Memory<T> values, CancellationToken cancellationToken)
        where T : struct => group.WriteAsync<T>(field, values, null, null, cancellationToken);
}
