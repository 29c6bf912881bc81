using System.Globalization;
using System.Text.RegularExpressions;

namespace IotAspire.ServiceDefaults.Logging;

/// <summary>Texts from outside, as they may be shown on a terminal.</summary>
internal static partial class VisibleText
{
    /// <summary>Writes as <c>\u001b</c> what would begin a line, move the cursor, colour or hide something.</summary>
    public static string Of(string text) =>
        Invisible().Replace(text, match => string.Concat(match.Value.Select(unit => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}"))));

    // Control and format characters, separators of lines and paragraphs, and invisible tags, which have two UTF-16 units.
    [GeneratedRegex(@"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|\uDB40[\uDC00-\uDC7F]")]
    private static partial Regex Invisible();
}
