using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using IotAspire.Api.Formats;
using IotAspire.Tests.Contracts;

namespace IotAspire.Tests.Api;

public sealed class JsonWriterTests
{
    private static readonly Field[] Fields =
    [
        new("first", ValueKind.Number, "Any.", IsNullable: true), new("count", ValueKind.Integer, "Any."), new("last", ValueKind.Number, "Any.", IsNullable: true),
    ];

    [Fact]
    public Task Rows_are_written_as_the_runtime_writes_json() =>
        Gen.Select(Number(), Gen.Long[long.MinValue + 1, long.MaxValue], Number()).Array[1, 20].SampleAsync(async rows =>
        {
            var expected = rows.Select(row => $"{{\"first\":{Json(row.Item1)},\"count\":{row.Item2},\"last\":{Json(row.Item3)}}}\n");

            Assert.Equal(string.Concat(expected), await WriteAsync(rows));
        }, iter: 5_000);

    // What isn't a number stands for null.
    private static Gen<double> Number() => Gen.Frequency((9, Numbers.Any), (1, Gen.Const(double.NaN)));

    private static string Json(double value)
    {
        if (double.IsNaN(value))
            return "null";
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text))
            json.WriteNumberValue(value);
        return Encoding.ASCII.GetString(text.WrittenSpan);
    }

    private static async Task<string> WriteAsync((double First, long Count, double Last)[] rows)
    {
        using var stream = new MemoryStream();
        using var batch = new RowBatch(Fields, rows.Length);
        foreach (var (first, count, last) in rows)
        {
            batch.Add(first);
            batch.Add(count);
            batch.Add(last);
            batch.EndRow();
        }

        await using var writer = new JsonWriter(stream, Fields, envelope: null);
        await writer.BeginAsync(CancellationToken.None);
        await writer.WriteAsync(batch, CancellationToken.None);
        await writer.EndAsync(null, CancellationToken.None);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
