using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IotAspire.EventHubs.Emulator.Codec;

namespace IotAspire.EventHubs.Emulator.Http;

/// <summary>
/// Writes the values of one event as JSON; AMQP types that JSON lacks become text. It writes while it reads, and stops when the event has
/// taken <see cref="MaxBytes"/>: one message can hold a million values, each of which would be an object.
/// </summary>
internal sealed class AmqpJson : IDisposable
{
    /// <summary>Of the JSON of one event's values. The text that reaches it is cut before it is escaped, which may make it longer.</summary>
    public const int MaxBytes = 64 * 1024;

    // Beyond, JavaScript and most readers of JSON take the nearest number that a double holds.
    private const long MaxInteger = (1L << 53) - 1;
    private const long MaxMilliseconds = 253_402_300_799_999;
    private const long MinMilliseconds = -62_135_596_800_000;

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _writer;
    private int _finished;

    // Text as people wrote it: no browser takes the answer for anything but JSON.
    public AmqpJson() => _writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>How many bytes it has written.</summary>
    public int Written => _finished + (int)_writer.BytesCommitted + _writer.BytesPending;

    /// <summary>Whether there were more values than it has written, or a longer text.</summary>
    public bool IsCut { get; private set; }

    private int Left => Math.Max(0, MaxBytes - Written);

    public void Dispose() => _writer.Dispose();

    /// <summary>An encoded value.</summary>
    public RawJson Value(ReadOnlySpan<byte> encoded)
    {
        var reader = new AmqpReader(encoded);
        Write(ref reader, depth: 0);
        return Finish();
    }

    /// <summary>An encoded list whose items have names; those that are null are left out.</summary>
    public RawJson Fields(ReadOnlySpan<byte> encoded, IReadOnlyList<string> names)
    {
        var fields = new AmqpReader(encoded).ReadList();
        _writer.WriteStartObject();
        foreach (var name in names)
        {
            var field = fields.Encoded();
            if (field.IsEmpty || IsFull())
                continue;
            _writer.WritePropertyName(name);
            var reader = new AmqpReader(field);
            Write(ref reader, depth: 1);
        }

        _writer.WriteEndObject();
        return Finish();
    }

    /// <summary>Text that is already cut.</summary>
    public RawJson Text(ReadOnlySpan<byte> utf8)
    {
        _writer.WriteStringValue(utf8);
        return Finish();
    }

    /// <summary>Bytes that are already cut.</summary>
    public RawJson Base64(ReadOnlySpan<byte> bytes)
    {
        _writer.WriteBase64StringValue(bytes);
        return Finish();
    }

    /// <summary>Whether the limit is reached. Only called if there is more to write.</summary>
    public bool IsFull()
    {
        if (Left > 0)
            return false;
        IsCut = true;
        return true;
    }

    private RawJson Finish()
    {
        _writer.Flush();
        var json = new RawJson(_buffer.WrittenSpan.ToArray());
        _finished += json.Utf8.Length;
        _buffer.ResetWrittenCount();
        _writer.Reset();
        return json;
    }

    private void Write(ref AmqpReader reader, int depth)
    {
        var code = reader.ReadByte();
        if (code == FormatCode.Described)
        {
            AmqpReader.CheckDepth(depth);
            reader.Skip();
            Write(ref reader, depth + 1);
            return;
        }

        WriteBody(ref reader, code, depth);
    }

    private void WriteBody(ref AmqpReader reader, byte code, int depth)
    {
        switch (code)
        {
            case FormatCode.String8 or FormatCode.String32 or FormatCode.Symbol8 or FormatCode.Symbol32:
                _writer.WriteStringValue(CutText(reader.TakeBody(code)));
                break;
            case FormatCode.Binary8 or FormatCode.Binary32:
                _writer.WriteBase64StringValue(Cut(reader.TakeBody(code)));
                break;
            case FormatCode.ListEmpty:
                _writer.WriteStartArray();
                _writer.WriteEndArray();
                break;
            case FormatCode.List8 or FormatCode.List32:
                WriteList(reader.EnterCompound(code, out var items), items, depth + 1);
                break;
            case FormatCode.Array8 or FormatCode.Array32:
                WriteArray(reader.EnterCompound(code, out var same), same, depth + 1);
                break;
            case FormatCode.Map8 or FormatCode.Map32:
                WriteMap(reader.EnterCompound(code, out var keysAndValues), keysAndValues, depth + 1);
                break;
            default:
                WriteSimple(reader.ReadBody(code, depth));
                break;
        }
    }

    private void WriteList(AmqpReader items, int count, int depth)
    {
        AmqpReader.CheckDepth(depth);
        _writer.WriteStartArray();
        for (var i = 0; i < count && !IsFull(); i++)
            Write(ref items, depth);
        _writer.WriteEndArray();
    }

    private void WriteArray(AmqpReader items, int count, int depth)
    {
        AmqpReader.CheckDepth(depth);
        _writer.WriteStartArray();
        if (count > 0)
        {
            var code = items.ReadByte();
            if (code == FormatCode.Described)
            {
                items.Skip();
                code = items.ReadByte();
            }

            for (var i = 0; i < count && !IsFull(); i++)
                WriteBody(ref items, code, depth);
        }

        _writer.WriteEndArray();
    }

    // Keys that differ only by their type are the same here; most readers of JSON take the last.
    private void WriteMap(AmqpReader entries, int count, int depth)
    {
        AmqpReader.CheckDepth(depth);
        _writer.WriteStartObject();
        for (var i = 0; i < count && !IsFull(); i += 2)
        {
            WriteKey(ref entries, depth);
            Write(ref entries, depth);
        }

        _writer.WriteEndObject();
    }

    private void WriteKey(ref AmqpReader entries, int depth)
    {
        if (entries.PeekCode() is var code and (FormatCode.String8 or FormatCode.String32 or FormatCode.Symbol8 or FormatCode.Symbol32))
        {
            entries.ReadByte();
            _writer.WritePropertyName(CutText(entries.TakeBody(code)));
            return;
        }

        using var key = new AmqpJson { _finished = Written };
        key.Write(ref entries, depth);
        IsCut |= key.IsCut;
        _writer.WritePropertyName(Encoding.UTF8.GetString(key.Finish().Utf8.Span).Trim('"'));
    }

    private void WriteSimple(object? value)
    {
        switch (value)
        {
            case null:
                _writer.WriteNullValue();
                break;
            case bool flag:
                _writer.WriteBooleanValue(flag);
                break;
            case double number when double.IsFinite(number):
                _writer.WriteNumberValue(number);
                break;
            case float number when float.IsFinite(number):
                _writer.WriteNumberValue(number);
                break;
            case long and (> MaxInteger or < -MaxInteger) or ulong and > MaxInteger or double or float:
                _writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
            case byte or sbyte or short or ushort or int or uint or long or ulong:
                _writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case Timestamp { Milliseconds: >= MinMilliseconds and <= MaxMilliseconds and var milliseconds }:
                _writer.WriteStringValue(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
                break;
            case Timestamp time:
                _writer.WriteNumberValue(time.Milliseconds);
                break;
            case RawDecimal number:
                _writer.WriteStringValue(Convert.ToHexString(number.Bytes.AsSpan()));
                break;
            default:
                _writer.WriteStringValue(value.ToString());
                break;
        }
    }

    private ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= Left)
            return bytes;
        IsCut = true;
        return bytes[..Left];
    }

    private ReadOnlySpan<byte> CutText(ReadOnlySpan<byte> utf8) => WholeCharacters(utf8, Cut(utf8).Length);

    /// <summary>The start of a text, up to a number of bytes, without splitting a character.</summary>
    public static ReadOnlySpan<byte> WholeCharacters(ReadOnlySpan<byte> utf8, int length)
    {
        var end = Math.Min(utf8.Length, length);
        while (end < utf8.Length && end > 0 && (utf8[end] & 0xc0) == 0x80)
            end--;
        return utf8[..end];
    }
}
