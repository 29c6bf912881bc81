using Microsoft.IO;

namespace IotAspire.Api.Formats;

/// <summary>
/// Collects what a library writes, synchronously or not, until it is sent on: the body of an answer allows asynchronous writing
/// only. When an answer breaks off, whatever the library writes to end its file is not sent.
/// </summary>
internal sealed class PiecedStream(Stream target) : WriteOnlyStream
{
    private readonly RecyclableMemoryStream _piece = TableAnswer.Buffers.GetStream();
    private long _sent;

    public override long Length => _sent + _piece.Length;

    public async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        foreach (var block in _piece.GetReadOnlySequence())
            await target.WriteAsync(block, cancellationToken);
        _sent += _piece.Length;
        _piece.SetLength(0);
    }

    public override void Write(ReadOnlySpan<byte> buffer) => _piece.Write(buffer);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => _piece.WriteAsync(buffer, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _piece.Dispose();
        base.Dispose(disposing);
    }
}
