using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace IotAspire.BrowserTests.Support;

/// <summary>What axe, the accessibility checker, finds in a page as it stands.</summary>
internal static class Accessibility
{
    private static readonly string[] Grave = ["serious", "critical"];

    public static async Task AssertNoGraveFaultAsync(IPage page, string where)
    {
        var result = await page.RunAxe();
        Assert.NotEmpty(result.Passes);
        var faults = result.Violations.Where(rule => Grave.Contains(rule.Impact)).SelectMany(rule => rule.Nodes.Select(node => $"{rule.Id} ({rule.Impact}): {rule.Help}: {node.Html}"));
        Assert.True(!faults.Any(), $"{where}:{Environment.NewLine}{string.Join(Environment.NewLine, faults)}");
    }
}
