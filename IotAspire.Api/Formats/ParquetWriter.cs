using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using ParquetSharp;
using ParquetSharp.IO;
using ParquetSharp.Schema;

namespace IotAspire.Api.Formats;

/// <summary>
/// A Parquet file by Apache Arrow's writer: Snappy, times as <c>timestamp(us, UTC)</c>, statistics of row groups and pages. A row
/// group stays in memory, encoded and compressed, until it is complete.
/// </summary>
internal sealed class ParquetWriter : RowWriter
{
    /// <summary>Rows after which a row group is complete; fewer where there are many columns, each of which has buffers.</summary>
    public const int RowGroup = 131_072;

    private const int MaxCells = 8 * RowGroup;
    private const int FirstText = 16 * 1024;

    private static readonly LogicalType Instants = LogicalType.Timestamp(isAdjustedToUtc: true, TimeUnit.Micros);

    private readonly IReadOnlyList<Field> _fields;
    private readonly PiecedStream _stream;
    private readonly ManagedOutputStream _output;
    private readonly ParquetFileWriter _writer;
    private readonly PooledBytes _text = new(FirstText);
    private readonly int _rowsOfGroup;
    private RowGroupWriter? _group;
    private int _rows;

    public ParquetWriter(Stream stream, IReadOnlyList<Field> fields)
    {
        _fields = fields;
        _rowsOfGroup = Math.Min(RowGroup, Math.Max(MaxCells / fields.Count, 1));
        _stream = new(stream);
        _output = new(_stream, leaveOpen: true);
        Node[] columns = [.. fields.Select(Describe)];
        using var schema = new GroupNode("schema", Repetition.Required, columns);
        using var properties = PropertiesOf(fields);
        _writer = new(_output, schema, properties, MetadataOf(fields));
        foreach (var column in columns)
            column.Dispose();
    }

    public override async Task BeginAsync(CancellationToken cancellationToken) => await _stream.SendAsync(cancellationToken);

    public override async ValueTask WriteAsync(RowBatch batch, CancellationToken cancellationToken)
    {
        _group ??= _writer.AppendBufferedRowGroup();
        for (var i = 0; i < batch.Columns.Length; i++)
        {
            using var column = _group.Column(i);
            Write(column, batch.Columns[i], batch.Count);
        }

        _rows += batch.Count;
        if (_rows >= _rowsOfGroup)
            await EndGroupAsync(cancellationToken);
    }

    public override async Task EndAsync(string? next, CancellationToken cancellationToken)
    {
        await EndGroupAsync(cancellationToken);
        _writer.Close();
        await _stream.SendAsync(cancellationToken);
    }

    protected override async ValueTask ReleaseAsync()
    {
        _writer.Dispose();
        _output.Dispose();
        _text.Dispose();
        await _stream.DisposeAsync();
    }

    private static PrimitiveNode Describe(Field field)
    {
        var repetition = field.IsNullable ? Repetition.Optional : Repetition.Required;
        return field.Kind switch
        {
            ValueKind.Text => new(field.Name, repetition, LogicalType.String(), PhysicalType.ByteArray),
            ValueKind.Instant => new(field.Name, repetition, Instants, PhysicalType.Int64),
            ValueKind.Number => new(field.Name, repetition, LogicalType.None(), PhysicalType.Double),
            ValueKind.Integer => new(field.Name, repetition, LogicalType.Int(64, isSigned: true), PhysicalType.Int64),
            _ => new(field.Name, repetition, LogicalType.None(), PhysicalType.Boolean),
        };
    }

    private static WriterProperties PropertiesOf(IReadOnlyList<Field> fields)
    {
        using var builder = new WriterPropertiesBuilder();
        // The writer's own allocator keeps twice the memory.
        builder.Compression(Compression.Snappy).EnableWritePageIndex().MemoryPool(MemoryPool.SystemMemoryPool());
        foreach (var field in fields.Where(field => field.Kind == ValueKind.Instant))
        {
            // Hardly two are equal, but they are near each other.
            using var path = new ColumnPath([field.Name]);
            builder.DisableDictionary(path).Encoding(path, ParquetSharp.Encoding.DeltaBinaryPacked);
        }

        return builder.Build();
    }

    private static Dictionary<string, string> MetadataOf(IReadOnlyList<Field> fields)
    {
        var metadata = new Dictionary<string, string>();
        foreach (var field in fields)
        {
            metadata[$"{field.Name}.description"] = field.Meaning;
            if (field.Unit is { } unit)
                metadata[$"{field.Name}.unit"] = unit;
        }

        return metadata;
    }

    private async ValueTask EndGroupAsync(CancellationToken cancellationToken)
    {
        _group?.Close();
        _group = null;
        _rows = 0;
        await _stream.SendAsync(cancellationToken);
    }

    private void Write(ColumnWriter writer, Column column, int count)
    {
        switch (column)
        {
            case TextColumn text: WriteTexts((ColumnWriter<ByteArray>)writer, text, count); break;
            case InstantColumn instant: Write((ColumnWriter<long>)writer, column, instant.Values.AsSpan(0, count)); break;
            case NumberColumn number: Write((ColumnWriter<double>)writer, column, number.Values.AsSpan(0, count)); break;
            case IntegerColumn integer: Write((ColumnWriter<long>)writer, column, integer.Values.AsSpan(0, count)); break;
            case FlagColumn flag: Write((ColumnWriter<bool>)writer, column, flag.Values.AsSpan(0, count)); break;
            default: throw new InvalidOperationException($"A column of {column.GetType()} has no Parquet type.");
        }
    }

    // A nullable column has only its values that aren't null, and a definition level for each row.
    private static void Write<T>(ColumnWriter<T> writer, Column column, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (!column.Field.IsNullable)
        {
            writer.WriteBatch(values);
            return;
        }

        var (levels, some, filled) = (ArrayPool<short>.Shared.Rent(values.Length), ArrayPool<T>.Shared.Rent(values.Length), 0);
        for (var row = 0; row < values.Length; row++)
        {
            levels[row] = (short)(column.IsNull(row) ? 0 : 1);
            if (levels[row] != 0)
                some[filled++] = values[row];
        }

        writer.WriteBatch(values.Length, levels.AsSpan(0, values.Length), [], some.AsSpan(0, filled));
        ArrayPool<short>.Shared.Return(levels);
        ArrayPool<T>.Shared.Return(some);
    }

    private void WriteTexts(ColumnWriter<ByteArray> writer, TextColumn column, int count)
    {
        var places = ArrayPool<ByteArray>.Shared.Rent(count);
        _text.Clear();
        for (var row = 0; row < count; row++)
        {
            // Rows of one sensor have the same strings.
            if (row > 0 && ReferenceEquals(column.Values[row], column.Values[row - 1]))
            {
                places[row] = places[row - 1];
                continue;
            }

            var start = _text.Count;
            System.Text.Encoding.UTF8.GetBytes(column.Values[row], _text);
            places[row] = new(start, _text.Count - start);
        }

        // Only now does the text stay where it is.
        MemoryMarshal.TryGetArray(_text.Written, out var bytes);
        var pinned = GCHandle.Alloc(bytes.Array, GCHandleType.Pinned);
        try
        {
            for (var row = 0; row < count; row++)
                places[row] = new(pinned.AddrOfPinnedObject() + places[row].Pointer, places[row].Length);
            Write(writer, column, places.AsSpan(0, count));
        }
        finally
        {
            pinned.Free();
        }

        ArrayPool<ByteArray>.Shared.Return(places);
    }
}
