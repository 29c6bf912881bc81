using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace IotAspire.Api.Features.Pipeline.DeadLetters;

/// <summary>Where a page begins: below the last dead letter of the page before. Opaque to callers.</summary>
/// <param name="Below">That one's id.</param>
internal readonly record struct DeadLetterPosition(ulong Below)
{
    private const int MaxCharacters = 64;

    public override string ToString() => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(Below.ToString(CultureInfo.InvariantCulture)));

    public static bool TryRead(string text, out DeadLetterPosition position)
    {
        position = default;
        if (text.Length > MaxCharacters || !Base64Url.IsValid(text)
            || !ulong.TryParse(Base64Url.DecodeFromChars(text), NumberStyles.None, CultureInfo.InvariantCulture, out var below))
            return false;
        position = new(below);
        return true;
    }
}
