using System.Text;

namespace IotAspire.Api.Features.Pipeline.DeadLetters;

/// <summary>The beginning of a body as text.</summary>
internal static class BodyPreview
{
    /// <summary>What isn't UTF-8 or can't be printed becomes U+FFFD; a character cut in two at the end is left out.</summary>
    public static string Of(ReadOnlySpan<byte> body)
    {
        var characters = new char[body.Length];
        Encoding.UTF8.GetDecoder().Convert(body, characters, flush: false, out _, out var used, out _);
        foreach (ref var character in characters.AsSpan(0, used))
        {
            if (char.IsControl(character) && character is not ('\n' or '\r' or '\t'))
                character = '\uFFFD';
        }

        return new(characters, 0, used);
    }
}
