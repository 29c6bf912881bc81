using System.Text;
using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Parquet;
using Parquet.Schema;

namespace IotAspire.Tests.Api.Answers;

/// <summary>Reads answers as their users do: each format with a reader that isn't ours, but for CSV.</summary>
internal static class TableReaders
{
    public static readonly IReadOnlyList<string> Formats = ["json", "ndjson", "csv", "parquet", "arrow"];

    public static Task<Table> ReadAsync(string format, byte[] body) => format switch
    {
        "json" => Task.FromResult(Json(body)),
        "ndjson" => Task.FromResult(Ndjson(body)),
        "csv" => Task.FromResult(Csv(Encoding.UTF8.GetString(body))),
        "parquet" => ParquetAsync(body),
        "arrow" => ArrowAsync(body),
        _ => throw new ArgumentException($"{format} has no reader."),
    };

    public static Table Csv(string text)
    {
        var lines = CsvText.Parse(text);
        return new(lines[0], [.. lines.Skip(1).Select(line => line.Select(Table.Cell).ToArray())]);
    }

    private static Table Json(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        return Objects(document.RootElement.EnumerateObject().Last(property => property.Value.ValueKind == JsonValueKind.Array).Value.EnumerateArray());
    }

    private static Table Ndjson(byte[] body) => Objects(Encoding.UTF8.GetString(body)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => JsonSerializer.Deserialize<JsonElement>(line)));

    private static Table Objects(IEnumerable<JsonElement> objects)
    {
        IReadOnlyList<string>? columns = null;
        var rows = new List<string?[]>();
        foreach (var row in objects)
        {
            var names = row.EnumerateObject().Select(property => property.Name).ToList();
            columns ??= names;
            Assert.Equal(columns, names);
            rows.Add([.. row.EnumerateObject().Select(property => Cell(property.Value))]);
        }

        return new(columns ?? [], rows);
    }

    private static string? Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Number => Table.Text(value.GetDouble()),
        JsonValueKind.True => Table.Text(true),
        JsonValueKind.False => Table.Text(false),
        _ => value.GetString(),
    };

    private static async Task<Table> ParquetAsync(byte[] body)
    {
        await using var reader = await ParquetReader.CreateAsync(new MemoryStream(body));
        var rows = new List<string?[]>();
        for (var i = 0; i < reader.RowGroupCount; i++)
        {
            using var group = reader.OpenRowGroupReader(i);
            var columns = new List<string?[]>();
            foreach (var field in reader.Schema.DataFields)
                columns.Add(await ParquetColumnAsync(group, field));
            rows.AddRange(Enumerable.Range(0, (int)group.RowCount).Select(row => columns.Select(column => column[row]).ToArray()));
        }

        return new([.. reader.Schema.DataFields.Select(field => field.Name)], rows);
    }

    private static async Task<string?[]> ParquetColumnAsync(ParquetRowGroupReader group, DataField field)
    {
        // The reader hands texts out as characters, and as strings where it is asked to.
        if (field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>))
        {
            var texts = new string?[group.RowCount];
            await group.ReadAsync(field, texts.AsMemory());
            return texts;
        }

        return field.ClrType == typeof(DateTime) ? await ValuesAsync<DateTime>(group, field, Table.Text)
            : field.ClrType == typeof(double) ? await ValuesAsync<double>(group, field, Table.Text)
            : field.ClrType == typeof(long) ? await ValuesAsync<long>(group, field, value => Table.Text((double)value))
            : await ValuesAsync<bool>(group, field, Table.Text);
    }

    private static async Task<string?[]> ValuesAsync<T>(ParquetRowGroupReader group, DataField field, Func<T, string> text)
        where T : struct
    {
        if (field.IsNullable)
        {
            var some = new T?[group.RowCount];
            await group.ReadAsync<T>(field, some.AsMemory());
            return [.. some.Select(value => value is { } one ? text(one) : null)];
        }

        var values = new T[group.RowCount];
        await group.ReadAsync<T>(field, values.AsMemory());
        return [.. values.Select(text)];
    }

    private static async Task<Table> ArrowAsync(byte[] body)
    {
        using var reader = new ArrowStreamReader(new MemoryStream(body));
        var schema = await reader.GetSchema();
        var rows = new List<string?[]>();
        while (await reader.ReadNextRecordBatchAsync() is { } batch)
        {
            using (batch)
                rows.AddRange(Enumerable.Range(0, batch.Length).Select(row => batch.Arrays.Select(column => Cell(column, row)).ToArray()));
        }

        return new([.. schema.FieldsList.Select(field => field.Name)], rows);
    }

    private static string? Cell(IArrowArray column, int row) => column.IsNull(row)
        ? null
        : column switch
        {
            StringArray texts => texts.GetString(row),
            TimestampArray instants => Table.Text(instants.GetTimestamp(row)!.Value.UtcDateTime),
            DoubleArray numbers => Table.Text(numbers.GetValue(row)!.Value),
            Int64Array integers => Table.Text((double)integers.GetValue(row)!.Value),
            BooleanArray flags => Table.Text(flags.GetValue(row)!.Value),
            _ => throw new NotSupportedException($"{column.GetType()}"),
        };
}
