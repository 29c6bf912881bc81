using System.IO.Hashing;
using IotAspire.Api.Features;
using Microsoft.IO;

namespace IotAspire.Api.Formats;

/// <summary>
/// A page, complete before its first byte is sent, for as long as its reader takes: a small one in memory, a large one in a temporary
/// file, so that slow readers of large pages don't fill the memory.
/// </summary>
internal sealed class PageBuffer : WriteOnlyStream
{
    // Of a temporary file, too: a container has few gigabytes for all of them.
    private const long MaxLength = 64 << 20;
    private const long MaxLengthInMemory = 1 << 20;

    private readonly XxHash128 _hash = new();
    private readonly RecyclableMemoryStream _memory = TableAnswer.Buffers.GetStream();
    private FileStream? _file;
    private long _length;

    public override long Length => _length;

    /// <summary>Identifies the content. It protects nothing: SHA-256 would take a tenth of all the time of a small answer.</summary>
    public byte[] Hash => _hash.GetCurrentHash();

    public async Task SendAsync(Stream target, CancellationToken cancellationToken)
    {
        if (_file is not null)
        {
            _file.Position = 0;
            await _file.CopyToAsync(target, cancellationToken);
            return;
        }

        _memory.Position = 0;
        await _memory.CopyToAsync(target, cancellationToken);
    }

    /// <exception cref="RequestRefusedException">The page gets too long.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Add(buffer);
        if (_file is null)
            _memory.Write(buffer);
        else
            _file.Write(buffer);
    }

    /// <exception cref="RequestRefusedException">The page gets too long.</exception>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Add(buffer.Span);
        if (_file is not null)
            return _file.WriteAsync(buffer, cancellationToken);
        _memory.Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _memory.Dispose();
            _file?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        _length += bytes.Length;
        if (_length > MaxLength)
            throw RequestRefusal.Of("limit", $"asks for a page of more than {MaxLength >> 20} MiB; ask for fewer rows, or for a format other than json without a limit.");
        _hash.Append(bytes);
        if (_file is not null || _length <= MaxLengthInMemory)
            return;
        _file = CreateFile();
        _memory.WriteTo(_file);
        _memory.Dispose();
    }

    private static FileStream CreateFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(Path.Combine(Path.GetTempPath(), $"iotaspire-page-{Guid.NewGuid():N}"), options);
        // Where a file may lose its name while it is open, a process that is killed leaves nothing behind.
        if (!OperatingSystem.IsWindows())
            File.Delete(file.Name);
        return file;
    }
}
