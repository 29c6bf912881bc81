using System.Globalization;

namespace IotAspire.LocalDashboard.Traces;

/// <summary>The id of a trace: 16 bytes, written as 32 hexadecimal digits.</summary>
internal readonly record struct TraceId(ulong High, ulong Low)
{
    private const int Digits = 32;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{High:x16}{Low:x16}");

    public static TraceId? Parse(string? text) =>
        text?.Length == Digits && ulong.TryParse(text.AsSpan(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var high)
            && ulong.TryParse(text.AsSpan(16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var low)
            ? new(high, low)
            : null;
}

/// <summary>One span of one trace.</summary>
internal readonly record struct SpanRef(TraceId Trace, ulong Span)
{
    /// <summary>The span's id as 16 hexadecimal digits.</summary>
    public string SpanText => Format(Span);

    public static string Format(ulong span) => span.ToString("x16", CultureInfo.InvariantCulture);
}
