using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace IotAspire.Api.Features;

/// <summary>
/// The last row of the page before. Paging is by key, so no row is repeated, and one that comes meanwhile behind it is not lost.
/// Opaque to callers.
/// </summary>
/// <param name="Series">The series of that row.</param>
/// <param name="At">Its instant.</param>
internal sealed record Cursor(string Series, DateTime At)
{
    private const int MostCharacters = 1024;

    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{At.Ticks} {Series}")));

    public static bool TryRead(string text, out Cursor cursor)
    {
        cursor = null!;
        if (text.Length > MostCharacters || !Base64Url.IsValid(text))
            return false;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(' ', 2);
        if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) || ticks > DateTime.MaxValue.Ticks)
            return false;
        cursor = new(parts[1], new(ticks, DateTimeKind.Utc));
        return true;
    }

    public static Cursor? Of(string? text) => text is not null && TryRead(text, out var cursor) ? cursor : null;
}
