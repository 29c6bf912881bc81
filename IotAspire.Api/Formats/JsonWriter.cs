using System.Text.Encodings.Web;
using System.Text.Json;
using IotAspire.Contracts.Readings;

namespace IotAspire.Api.Formats;

/// <summary>
/// One object: what the answer is about, the rows under their name, and where the rest is. With <paramref name="envelope"/> null:
/// NDJSON, one row a line.
/// </summary>
internal sealed class JsonWriter(Stream stream, IReadOnlyList<Field> fields, AnswerEnvelope? envelope) : RowWriter
{
    // The longest text that is written for an instant, in quotes.
    private const int RawInstant = Rfc3339.Length + 2;

    private readonly TextOutput _output = new(stream);
    private readonly JsonEncodedText[] _names = [.. fields.Select(field => JsonEncodedText.Encode(field.Name))];
    private readonly byte[] _instant = new byte[RawInstant];
    private readonly byte[] _number = new byte[NumberText.MaxLength];
    private Utf8JsonWriter? _json;

    public override Task BeginAsync(CancellationToken cancellationToken)
    {
        _instant[0] = (byte)'"';
        // The rows are checked by their columns; the writer's own checks would cost a tenth. "°C" stays readable: no answer is put
        // into a page.
        _json = new(_output.Buffer, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        if (envelope is null)
            return Task.CompletedTask;
        _json.WriteStartObject();
        foreach (var (name, value) in envelope.Properties)
        {
            _json.WritePropertyName(name);
            switch (value)
            {
                case null: _json.WriteNullValue(); break;
                case DateTime instant: WriteInstant(InstantColumn.Of(instant)); break;
                case long number: _json.WriteNumberValue(number); break;
                case IEnumerable<string> texts:
                    _json.WriteStartArray();
                    foreach (var text in texts)
                        _json.WriteStringValue(text);
                    _json.WriteEndArray();
                    break;
                default: _json.WriteStringValue(value.ToString()); break;
            }
        }

        _json.WriteStartArray(envelope.Rows);
        return Task.CompletedTask;
    }

    public override async ValueTask WriteAsync(RowBatch batch, CancellationToken cancellationToken)
    {
        for (var row = 0; row < batch.Count; row++)
        {
            WriteRow(batch, row);
            await _output.SendIfEnoughAsync(cancellationToken);
        }

        await _output.SendAsync(cancellationToken);
    }

    public override async Task EndAsync(string? next, CancellationToken cancellationToken)
    {
        if (envelope is not null)
        {
            _json!.WriteEndArray();
            if (envelope.IsPaged)
                _json.WriteString("next", next);
            _json.WriteEndObject();
            _json.Flush();
        }

        await _output.SendAsync(cancellationToken);
    }

    private void WriteRow(RowBatch batch, int row)
    {
        _json!.WriteStartObject();
        for (var i = 0; i < batch.Columns.Length; i++)
        {
            _json.WritePropertyName(_names[i]);
            WriteValue(batch.Columns[i], row);
        }

        _json.WriteEndObject();
        _json.Flush();
        if (envelope is not null)
            return;
        _output.Write("\n"u8);
        _json.Reset();
    }

    private void WriteValue(Column column, int row)
    {
        if (column.IsNull(row))
            _json!.WriteNullValue();
        else if (column is TextColumn text)
            _json!.WriteStringValue(text.Values[row]);
        else if (column is InstantColumn instant)
            WriteInstant(instant.Values[row]);
        else if (column is NumberColumn number)
            WriteNumber(number.Values[row]);
        else if (column is IntegerColumn integer)
            _json!.WriteNumberValue(integer.Values[row]);
        else
            _json!.WriteBooleanValue(((FlagColumn)column).Values[row]);
    }

    // The same text as the writer's own, which takes several times as long for a value of few digits.
    private void WriteNumber(double value)
    {
        if (double.IsFinite(value))
            _json!.WriteRawValue(_number.AsSpan(0, NumberText.Write(value, _number)), skipInputValidation: true);
        else
            _json!.WriteNumberValue(value);
    }

    private void WriteInstant(long microseconds)
    {
        Rfc3339.Write(InstantColumn.At(microseconds), _instant.AsSpan(1));
        _instant[^1] = (byte)'"';
        _json!.WriteRawValue(_instant, skipInputValidation: true);
    }

    protected override async ValueTask ReleaseAsync()
    {
        // Gives what it still has to the output, so it goes first.
        if (_json is not null)
            await _json.DisposeAsync();
        _output.Dispose();
    }
}
