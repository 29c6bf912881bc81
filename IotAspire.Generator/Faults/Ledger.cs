using System.Buffers;
using System.Text.Json;

namespace IotAspire.Generator.Faults;

/// <summary>
/// The truth about every fault, a JSON object a line: <c>{"fault", "sensorId", "at", "trueValue"}</c> and, where they differ from the
/// truth, <c>"sentAt"</c> and <c>"sentValue"</c>. Lines <c>{"run": "begin" | "end" | "abandoned", …}</c> say which readings were made.
/// Any thread may write. Without a path nothing is written, and nothing costs.
/// </summary>
internal sealed class Ledger : IAsyncDisposable
{
    /// <summary>A file that reaches this length is renamed to <c>….1</c>, in place of an earlier one.</summary>
    public const long DefaultMaxFileLength = 1L << 30;

    private const int FlushAt = 64 * 1024;
    private const int InstantLength = 27;
    private readonly Lock _gate = new();
    private readonly string? _path;
    private readonly long _maxFileLength;
    private readonly ArrayBufferWriter<byte> _buffer = new(2 * FlushAt);
    private readonly Utf8JsonWriter _json;
    private readonly byte[] _instant = new byte[InstantLength + 1];
    private FileStream? _file;

    /// <exception cref="IOException">The file can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public Ledger(string? path, long maxFileLength = DefaultMaxFileLength)
    {
        (_path, _maxFileLength) = (string.IsNullOrEmpty(path) ? null : path, maxFileLength);
        _json = new(_buffer, new JsonWriterOptions { SkipValidation = true });
        if (_path is not null)
            _file = Open(_path);
    }

    /// <summary>Why a file can't be written; null if it can, or if none is wanted.</summary>
    public static string? FindFault(string? path)
    {
        try
        {
            if (!string.IsNullOrEmpty(path))
                Open(path).Dispose();
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }

    /// <summary>Whether anything is written.</summary>
    public bool IsOpen => _file is not null;

    /// <summary>A reading met a fault.</summary>
    /// <param name="fault">The kind of fault.</param>
    /// <param name="sensorId">The sensor.</param>
    /// <param name="at">Ticks of the instant of the value.</param>
    /// <param name="trueValue">What should have been sent.</param>
    /// <param name="sentAt">Ticks of <c>measuredAt</c> as sent.</param>
    /// <param name="sentValue">The value as sent.</param>
    public void Write(SensorFaultKind fault, string sensorId, long at, double trueValue, long sentAt, double sentValue)
    {
        if (_file is null)
            return;
        lock (_gate)
        {
            Begin();
            _json.WriteString("fault"u8, fault.Name());
            _json.WriteString("sensorId"u8, sensorId);
            WriteInstant("at"u8, at);
            _json.WriteNumber("trueValue"u8, trueValue);
            if (sentAt != at)
                WriteInstant("sentAt"u8, sentAt);
            if (!sentValue.Equals(trueValue))
                _json.WriteNumber("sentValue"u8, sentValue);
            End();
        }
    }

    /// <summary>From here on each sensor's readings are made, from <paramref name="from"/> or, if it is new, from now.</summary>
    public void BeginRun(int seed, string profile, int sensors, DateTime from)
    {
        if (_file is null)
            return;
        lock (_gate)
        {
            Begin();
            _json.WriteString("run"u8, "begin"u8);
            _json.WriteNumber("seed"u8, seed);
            _json.WriteString("profile"u8, profile);
            _json.WriteNumber("sensors"u8, sensors);
            WriteInstant("from"u8, from.Ticks);
            End();
        }
    }

    /// <summary>A sensor's readings were made in this time and no others: those at and after <paramref name="from"/>, before <paramref name="until"/>.</summary>
    public void EndRun(string sensorId, DateTime from, DateTime until)
    {
        if (_file is null)
            return;
        lock (_gate)
        {
            Begin();
            _json.WriteString("run"u8, "end"u8);
            _json.WriteString("sensorId"u8, sensorId);
            WriteInstant("from"u8, from.Ticks);
            WriteInstant("until"u8, until.Ticks);
            End();
        }
    }

    /// <summary>Records readings of the runs that have just ended that never reached the hub, because it was away at the stop.</summary>
    public void Abandon(long readings)
    {
        if (_file is null)
            return;
        lock (_gate)
        {
            Begin();
            _json.WriteString("run"u8, "abandoned"u8);
            _json.WriteNumber("readings"u8, readings);
            End();
        }
    }

    /// <summary>Hands to the operating system what is buffered.</summary>
    public void Flush()
    {
        lock (_gate)
            FlushBuffer();
    }

    public async ValueTask DisposeAsync()
    {
        Flush();
        if (_file is not null)
            await _file.DisposeAsync();
        _file = null;
        await _json.DisposeAsync();
    }

    private static FileStream Open(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        return new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
    }

    private void Begin() => _json.WriteStartObject();

    private void End()
    {
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        _buffer.Write("\n"u8);
        if (_buffer.WrittenCount >= FlushAt)
            FlushBuffer();
    }

    private void WriteInstant(ReadOnlySpan<byte> name, long ticks)
    {
        new DateTime(ticks, DateTimeKind.Utc).TryFormat(_instant, out _, "O");
        _instant[InstantLength - 1] = (byte)'Z';
        _json.WriteString(name, _instant.AsSpan(0, InstantLength));
    }

    private void FlushBuffer()
    {
        if (_file is null || _buffer.WrittenCount == 0)
            return;
        _file.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
        if (_file.Length < _maxFileLength)
            return;
        _file.Dispose();
        File.Move(_path!, $"{_path}.1", overwrite: true);
        _file = Open(_path!);
    }
}
