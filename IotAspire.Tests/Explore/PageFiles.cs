using System.Text.RegularExpressions;

namespace IotAspire.Tests.Explore;

/// <summary>What a page needs, found as a browser finds it: what the page names, and what its modules import.</summary>
internal static partial class PageFiles
{
    /// <param name="page">The page's text.</param>
    /// <param name="address">Where it was read.</param>
    /// <param name="readAsync">Reads a file.</param>
    public static async Task<IReadOnlyDictionary<Uri, string>> FindAsync(string page, Uri address, Func<Uri, Task<string>> readAsync)
    {
        var found = new Dictionary<Uri, string>();
        var open = new Queue<Uri>(Named().Matches(page).Select(match => new Uri(address, match.Groups[1].Value)).Where(uri => Path.HasExtension(uri.AbsolutePath)));
        while (open.TryDequeue(out var file))
        {
            if (found.ContainsKey(file))
                continue;
            var text = await readAsync(file);
            found.Add(file, text);
            if (!file.AbsolutePath.Contains("/_content/", StringComparison.Ordinal))
            {
                foreach (Match import in Imported().Matches(text))
                    open.Enqueue(new Uri(file, import.Groups[1].Value));
            }
        }

        return found;
    }

    [GeneratedRegex("(?:src|href)=\"([^\"#]+)\"")]
    private static partial Regex Named();

    [GeneratedRegex("(?:from|import|new URL\\()\\s*'(\\.{1,2}/[^']+)'")]
    private static partial Regex Imported();
}
