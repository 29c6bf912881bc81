using System.Buffers;
using System.Buffers.Text;

namespace IotAspire.Api.Formats;

/// <summary>Bytes of text on their way out, sent whenever enough have come together.</summary>
internal sealed class TextOutput(Stream stream) : IDisposable
{
    private const int Enough = 64 * 1024;

    // A row longer than the rest of it makes it grow.
    private readonly PooledBytes _buffer = new(Enough + (16 * 1024));

    public IBufferWriter<byte> Buffer => _buffer;

    public void Write(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes);

    public void Write(long value)
    {
        Utf8Formatter.TryFormat(value, _buffer.GetSpan(20), out var length);
        _buffer.Advance(length);
    }

    /// <summary>UTC, as <see cref="Times.InstantText"/> writes it.</summary>
    public void WriteInstant(long microseconds) => _buffer.Advance(InstantBytes.Write(_buffer.GetSpan(InstantBytes.Length), microseconds));

    public ValueTask SendIfEnoughAsync(CancellationToken cancellationToken) =>
        _buffer.Count < Enough ? ValueTask.CompletedTask : SendAsync(cancellationToken);

    public async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_buffer.Written, cancellationToken);
        _buffer.Clear();
    }

    public void Dispose() => _buffer.Dispose();
}
