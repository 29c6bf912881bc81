using Microsoft.IO;

namespace IotAspire.Api.Formats;

/// <summary>
/// Collects what a library writes, synchronously or not, until it is sent on: the body of an answer allows asynchronous writing
/// only. When an answer breaks off, whatever the library writes to end its file is not sent.
/// </summary>
internal sealed class PiecedStream(Stream target) : Stream
{
    private readonly RecyclableMemoryStream _piece = TableAnswer.Buffers.GetStream();
    private long _sent;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => Position;

    public override long Position
    {
        get => _sent + _piece.Length;
        set => throw new NotSupportedException();
    }

    public async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        foreach (var block in _piece.GetReadOnlySequence())
            await target.WriteAsync(block, cancellationToken);
        _sent += _piece.Length;
        _piece.SetLength(0);
    }

    public override void Write(byte[] buffer, int offset, int count) => _piece.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => _piece.Write(buffer);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => _piece.WriteAsync(buffer, offset, count, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => _piece.WriteAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
        // The writer doesn't say when a piece is complete.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _piece.Dispose();
        base.Dispose(disposing);
    }
}
