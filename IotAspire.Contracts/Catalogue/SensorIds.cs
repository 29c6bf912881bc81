using System.Text;

namespace IotAspire.Contracts.Catalogue;

/// <summary>The form of a sensor id: <c>[a-z0-9][a-z0-9._-]{0,63}</c>.</summary>
public static class SensorIds
{
    /// <summary>Maximum length, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>The form, for messages.</summary>
    public const string Form = "[a-z0-9][a-z0-9._-]{0,63}";

    /// <summary>Whether the text has the form of a sensor id.</summary>
    public static bool IsValid(ReadOnlySpan<char> id)
    {
        if (id.Length is 0 or > MaxLength || !IsLetterOrDigit(id[0]))
            return false;
        foreach (var c in id)
        {
            if (!IsLetterOrDigit(c) && c is not ('.' or '_' or '-'))
                return false;
        }

        return true;
    }

    /// <summary>
    /// The id of a sensor that was given none: description and type, as <c>main-entrance-temperature</c>. Empty or too long
    /// where they hold nothing that an id may hold; then it isn't valid.
    /// </summary>
    public static string Derive(string description, string type)
    {
        var id = new StringBuilder();
        foreach (var c in $"{description} {type}")
        {
            var lower = char.ToLowerInvariant(c);
            if (IsLetterOrDigit(lower))
                id.Append(lower);
            else if (id.Length > 0 && id[^1] != '-')
                id.Append('-');
        }

        return id.ToString().TrimEnd('-');
    }

    private static bool IsLetterOrDigit(char c) => c is (>= 'a' and <= 'z') or (>= '0' and <= '9');
}
