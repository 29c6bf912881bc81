using System.Text.RegularExpressions;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Api.Guide;

/// <summary>The blocks of docs/analyst-guide.md, so that what is run is what is read.</summary>
internal static partial class GuideBlocks
{
    public static IReadOnlyList<string> Of(string language) =>
    [
        .. Block().Matches(File.ReadAllText(Repository.PathOf("docs", "analyst-guide.md")))
            .Where(block => block.Groups["language"].Value == language)
            .Select(block => block.Groups["code"].Value),
    ];

    [GeneratedRegex(@"^```(?<language>\w+)\r?\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
