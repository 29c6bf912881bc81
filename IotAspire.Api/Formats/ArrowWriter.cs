using System.Runtime.InteropServices;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;

namespace IotAspire.Api.Formats;

/// <summary>An Arrow IPC stream: one record batch per batch of rows, times as <c>timestamp[us, UTC]</c>.</summary>
internal sealed class ArrowWriter : RowWriter
{
    private const int FirstText = 16 * 1024;
    private static readonly TimestampType Microseconds = new(TimeUnit.Microsecond, "UTC");

    private readonly Schema _schema;
    private readonly ArrowStreamWriter _writer;

    // Of the batch that is written, by column; those of many rows would be large objects, which stay until the next full collection.
    private readonly PooledBytes?[] _texts;

    public ArrowWriter(Stream stream, IReadOnlyList<Field> fields)
    {
        _schema = new([.. fields.Select(Describe)], []);
        _writer = new(stream, _schema, leaveOpen: true);
        _texts = [.. fields.Select(field => field.Kind == ValueKind.Text ? new PooledBytes(FirstText) : null)];
    }

    public override Task BeginAsync(CancellationToken cancellationToken) => _writer.WriteStartAsync(cancellationToken);

    public override async ValueTask WriteAsync(RowBatch batch, CancellationToken cancellationToken)
    {
        using var record = new RecordBatch(_schema, batch.Columns.Select((column, index) => Array(column, batch.Count, _texts[index])), batch.Count);
        await _writer.WriteRecordBatchAsync(record, cancellationToken);
    }

    public override Task EndAsync(string? next, CancellationToken cancellationToken) => _writer.WriteEndAsync(cancellationToken);

    protected override ValueTask ReleaseAsync()
    {
        _writer.Dispose();
        foreach (var text in _texts)
            text?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static Apache.Arrow.Field Describe(Field field) =>
        new(field.Name, TypeOf(field.Kind), field.IsNullable, Metadata(field));

    private static IEnumerable<KeyValuePair<string, string>> Metadata(Field field)
    {
        yield return new("description", field.Meaning);
        if (field.Unit is { } unit)
            yield return new("unit", unit);
    }

    private static IArrowType TypeOf(ValueKind kind) => kind switch
    {
        ValueKind.Text => StringType.Default,
        ValueKind.Instant => Microseconds,
        ValueKind.Number => DoubleType.Default,
        ValueKind.Integer => Int64Type.Default,
        _ => BooleanType.Default,
    };

    private static IArrowArray Array(Column column, int count, PooledBytes? texts)
    {
        var (validity, nulls) = Validity(column, count);
        return column switch
        {
            TextColumn text => Texts(text, count, texts!, validity, nulls),
            InstantColumn instant => new TimestampArray(Microseconds, Bytes(instant.Values, count), validity, count, nulls, 0),
            NumberColumn number => new DoubleArray(Bytes(number.Values, count), validity, count, nulls, 0),
            IntegerColumn integer => new Int64Array(Bytes(integer.Values, count), validity, count, nulls, 0),
            FlagColumn flag => new BooleanArray(Bits(count, row => flag.Values[row]), ArrowBuffer.Empty, count, 0, 0),
            _ => throw new InvalidOperationException($"A column of {column.GetType()} has no Arrow type."),
        };
    }

    private static ArrowBuffer Bytes<T>(T[] values, int count)
        where T : unmanaged => new(MemoryMarshal.AsBytes(values.AsSpan(0, count)).ToArray());

    private static StringArray Texts(TextColumn column, int count, PooledBytes bytes, ArrowBuffer validity, int nulls)
    {
        var offsets = new int[count + 1];
        bytes.Clear();
        for (var row = 0; row < count; row++)
        {
            Encoding.UTF8.GetBytes(column.Values[row], bytes);
            offsets[row + 1] = bytes.Count;
        }

        return new(count, Bytes(offsets, offsets.Length), new ArrowBuffer(bytes.Written), validity, nulls);
    }

    private static (ArrowBuffer Bits, int Nulls) Validity(Column column, int count)
    {
        var nulls = 0;
        for (var row = 0; row < count; row++)
            nulls += column.IsNull(row) ? 1 : 0;
        return nulls == 0 ? (ArrowBuffer.Empty, 0) : (Bits(count, row => !column.IsNull(row)), nulls);
    }

    private static ArrowBuffer Bits(int count, Func<int, bool> isSet)
    {
        var bits = new byte[(count + 7) / 8];
        for (var row = 0; row < count; row++)
        {
            if (isSet(row))
                bits[row / 8] |= (byte)(1 << (row % 8));
        }

        return new(bits);
    }
}
