using System.Buffers.Text;
using System.Runtime.InteropServices;
using IotAspire.Contracts.Readings;
using IotAspire.Storage.Model;

namespace IotAspire.Storage.Ingest;

/// <summary>
/// Readings as the tab-separated lines that LOAD DATA reads, written straight into the buffer that the driver sends: the text of
/// a batch never exists as a whole.
/// </summary>
internal sealed class ReadingLines(List<StoredReading> records) : Stream
{
    // Ten digits, two instants, a double, a flag of three digits, five separators.
    private const int MaxRowLength = 10 + (2 * InstantWriter.MaxLength) + NumberText.MaxLength + 3 + 5;

    // The driver offers 1 MiB and copies what it gets into a packet: rented buffers of 3 MiB for each writer, and more for each thread.
    private const int MaxAtOnce = 48 * 1024;
    private readonly InstantWriter _measuredAt = new(fractionDigits: 6);

    // Its column has milliseconds; rounding is not for the server to do.
    private readonly InstantWriter _enqueuedAt = new(fractionDigits: 3);
    private int _next;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.Length < MaxRowLength)
            throw new ArgumentException($"A row needs up to {MaxRowLength} bytes.", nameof(buffer));
        var rows = CollectionsMarshal.AsSpan(records);
        var length = 0;
        buffer = buffer[..Math.Min(buffer.Length, MaxAtOnce)];
        while (_next < rows.Length && buffer.Length - length >= MaxRowLength)
            length += Write(buffer[length..], rows[_next++]);
        return length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Write(Span<byte> row, in StoredReading record)
    {
        Utf8Formatter.TryFormat(record.Sensor, row, out var length);
        row[length++] = (byte)'\t';
        length += _measuredAt.Write(record.MeasuredAt, row[length..]);
        row[length++] = (byte)'\t';
        length += NumberText.Write(record.Value, row[length..]);
        row[length++] = (byte)'\t';
        length += _enqueuedAt.Write(record.EnqueuedAt, row[length..]);
        row[length++] = (byte)'\t';
        Utf8Formatter.TryFormat((byte)record.Flags, row[length..], out var written);
        length += written;
        row[length++] = (byte)'\n';
        return length;
    }
}
