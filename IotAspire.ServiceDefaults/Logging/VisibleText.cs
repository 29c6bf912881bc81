using System.Globalization;
using System.Text.RegularExpressions;

namespace IotAspire.ServiceDefaults.Logging;

/// <summary>Texts from outside, as they may be shown on a terminal.</summary>
internal static partial class VisibleText
{
    /// <summary>Writes as <c>\u001b</c> what would begin a line, move the cursor, colour or hide something.</summary>
    public static string Of(string text) =>
        Invisible().Replace(text, match => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)match.ValueSpan[0]:x4}"));

    // Control and format characters, separators of lines and paragraphs.
    [GeneratedRegex(@"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]")]
    private static partial Regex Invisible();
}
