namespace IotAspire.Aggregator.Ingest;

/// <summary>
/// Holds the bodies of a batch's events in a few large blocks that are used again. A received body is a slice of a message's own
/// buffer, several times its size; held by the ten thousand until their batch is stored, those buffers would outlive the young
/// generations of the collector, and the memory of a process far behind would grow with them.
/// </summary>
internal sealed class BodyStore
{
    private const int BlockSize = 256 * 1024;

    // A batch of small events takes about 3 MiB; what a batch of large ones took beyond this goes back.
    private const int MaxKeptBlocks = 32;
    private readonly List<byte[]> _blocks = [];
    private int _block;
    private int _used;

    /// <summary>A copy that is good until <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Keep(ReadOnlyMemory<byte> body)
    {
        if (body.Length > BlockSize)
            return body.ToArray();
        if (_used + body.Length > BlockSize)
            (_block, _used) = (_block + 1, 0);
        if (_block == _blocks.Count)
            _blocks.Add(GC.AllocateUninitializedArray<byte>(BlockSize));
        var kept = _blocks[_block].AsMemory(_used, body.Length);
        body.CopyTo(kept);
        _used += body.Length;
        return kept;
    }

    public void Clear()
    {
        if (_blocks.Count > MaxKeptBlocks)
            _blocks.RemoveRange(MaxKeptBlocks, _blocks.Count - MaxKeptBlocks);
        (_block, _used) = (0, 0);
    }
}
