namespace IotAspire.LocalDashboard.Decoding;

/// <summary>The texts of one request: short enough, shared where they can be, and weighed where they can't.</summary>
internal sealed class Texts(StringPool pool)
{
    private const int OfText = 24;

    private long _bytes;

    public string Get(string text)
    {
        var kept = pool.Get(AttributeDecoder.Shorten(text), out var isShared);
        if (!isShared)
            _bytes += OfText + (2L * kept.Length);
        return kept;
    }

    /// <summary>The memory of the texts since the last call.</summary>
    public long TakeBytes()
    {
        var bytes = _bytes;
        _bytes = 0;
        return bytes;
    }
}
