using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace IotAspire.Api.Features;

/// <summary>
/// The last row of the page before. Paging is by key, so no row is repeated, and a row that is stored after it is not lost.
/// Opaque to callers. On its way it carries a mark of its request, see <see cref="Paging.Mark"/>.
/// </summary>
/// <param name="Series">The series of that row.</param>
/// <param name="At">Its instant.</param>
internal sealed record Cursor(string Series, DateTime At)
{
    private const int MaxCharacters = 1024;
    private const char BeforeMark = '.';

    // Reject forged cursors beyond DateTime's range.
    private static readonly DateTime Latest = new(3000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{At.Ticks} {Series}")));

    /// <summary>As it is given to a caller.</summary>
    public static string Sign(string cursor, string mark) => $"{cursor}{BeforeMark}{mark}";

    /// <summary>Whether it was given for the request of that mark.</summary>
    public static bool IsSigned(string text, string mark) => text.EndsWith($"{BeforeMark}{mark}", StringComparison.Ordinal);

    public static bool TryRead(string text, out Cursor cursor)
    {
        cursor = null!;
        var end = text.LastIndexOf(BeforeMark);
        if (end < 0 || text.Length > MaxCharacters || !Base64Url.IsValid(text.AsSpan(0, end)))
            return false;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text.AsSpan(0, end))).Split(' ', 2);
        if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) || ticks > Latest.Ticks)
            return false;
        cursor = new(parts[1], new(ticks, DateTimeKind.Utc));
        return true;
    }

    public static Cursor? Of(string? text) => text is not null && TryRead(text, out var cursor) ? cursor : null;
}
