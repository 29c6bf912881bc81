using IotAspire.Api.Formats;

namespace IotAspire.Api.Limits;

/// <summary>
/// The body of an answer, ended when its reader takes it too slowly, because it holds a session of the database as long. Kestrel's own limit
/// lets a reader who took the first megabytes fast, into the system's buffers, pause for minutes afterwards. Here what was taken fast earns
/// nothing for later.
/// </summary>
internal sealed class ReaderPace(HttpContext http, TimeProvider clock, ILogger<ReaderPace> logger) : WriteOnlyStream
{
    /// <summary>Bytes a second that a reader takes at least, after the first seconds.</summary>
    public const int SlowestReader = 8 * 1024;

    /// <summary>How long a reader may pause.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    /// <summary>What the system keeps of an answer for its reader.</summary>
    public const int SendBuffer = 128 * 1024;

    // Linux doubles it, lets a writer go on once a third is free, and what then goes in at once was taken during the wait before.
    private const long MaxCredit = 2 * SendBuffer;

    private static readonly TimeSpan Noticeable = TimeSpan.FromMilliseconds(100);

    private readonly Stream _body = http.Response.Body;
    private TimeSpan _behind;
    private long _credit;

    /// <exception cref="OperationCanceledException">The reader is too slow, or has gone.</exception>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        WaitAsync(_body.WriteAsync(buffer, cancellationToken), buffer.Length);

    public override Task FlushAsync(CancellationToken cancellationToken) => WaitAsync(new(_body.FlushAsync(cancellationToken)), 0).AsTask();

    public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException();

    private async ValueTask WaitAsync(ValueTask write, int length)
    {
        _credit = Math.Min(_credit + length, MaxCredit);
        if (write.IsCompleted)
        {
            await write;
            return;
        }

        var began = clock.GetTimestamp();
        var due = TimeSpan.FromSeconds((double)_credit / SlowestReader);
        var allowed = Grace - _behind + due;
        var task = write.AsTask();
        try
        {
            await task.WaitAsync(allowed > TimeSpan.Zero ? allowed : TimeSpan.Zero, clock);
        }
        catch (TimeoutException)
        {
            ApiLog.ReaderTooSlow(logger, SlowestReader, http.Request.Path);
            http.Abort();
            // It still has the buffer.
            await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new OperationCanceledException(http.RequestAborted);
        }

        var waited = clock.GetElapsedTime(began);
        if (waited < Noticeable)
            return;
        var behind = _behind + waited - due;
        _behind = behind > TimeSpan.Zero ? behind : TimeSpan.Zero;
        _credit = 0;
    }
}
