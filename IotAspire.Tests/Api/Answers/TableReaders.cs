using System.Text;
using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace IotAspire.Tests.Api.Answers;

/// <summary>Reads answers as their users do: each format with a reader that isn't ours, but for CSV.</summary>
internal static class TableReaders
{
    /// <summary>Those that say exactly the same.</summary>
    public static readonly IReadOnlyList<string> Formats = ["json", "ndjson", "csv", "parquet", "arrow"];

    public static Task<Table> ReadAsync(string format, byte[] body) => format switch
    {
        "json" => Task.FromResult(Json(body)),
        "ndjson" => Task.FromResult(Ndjson(body)),
        "csv" => Task.FromResult(Csv(Encoding.UTF8.GetString(body))),
        "parquet" => Task.FromResult(Parquet(body)),
        "arrow" => ArrowAsync(body),
        "xlsx" => Task.FromResult(XlsxText.Parse(body).Single().Sheet),
        _ => throw new ArgumentException($"{format} has no reader."),
    };

    public static Table Csv(string text, bool hasComma = false)
    {
        var lines = CsvText.Parse(text, hasComma ? ';' : ',');
        return new(lines[0], [.. lines.Skip(1).Select(line => line.Select(cell => Table.Cell(cell, hasComma)).ToArray())]);
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

    private static Table Parquet(byte[] body)
    {
        using var duckdb = new DuckDb();
        duckdb.Add("answer.parquet", body);
        return duckdb.Query("FROM 'answer.parquet'");
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
