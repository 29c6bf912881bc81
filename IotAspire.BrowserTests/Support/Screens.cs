using Microsoft.Playwright;

namespace IotAspire.BrowserTests.Support;

/// <summary>What people look at pages with.</summary>
internal static class Screens
{
    public const string Desktop = "desktop";
    public const string Phone = "phone";

    public static TheoryData<string, ColorScheme> All => new()
    {
        { Desktop, ColorScheme.Light },
        { Desktop, ColorScheme.Dark },
        { Phone, ColorScheme.Light },
        { Phone, ColorScheme.Dark },
    };

    public static BrowserNewContextOptions Of(string screen, ColorScheme scheme) => screen == Phone
        ? new() { ColorScheme = scheme, ViewportSize = new() { Width = 390, Height = 844 }, HasTouch = true, IsMobile = true }
        : new() { ColorScheme = scheme, ViewportSize = new() { Width = 1280, Height = 800 } };
}
