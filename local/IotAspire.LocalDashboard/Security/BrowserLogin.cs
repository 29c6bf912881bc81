using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace IotAspire.LocalDashboard.Security;

/// <summary>
/// Whoever shows the token once gets a cookie for this run. Cookies don't know ports, so the cookie's name does: two dashboards
/// on one machine would sign each other out.
/// </summary>
internal sealed class BrowserLogin(string? token, int port)
{
    private readonly string _session = Secrets.Create();
    private readonly string _cookie = string.Create(CultureInfo.InvariantCulture, $"iotaspire-dashboard-{port}");

    /// <summary>What has to be shown; null when nothing has.</summary>
    public string? Token { get; } = token;

    public bool IsSignedIn(HttpContext context) => Token is null || Secrets.AreEqual(context.Request.Cookies[_cookie], _session);

    /// <summary>Takes the token and gives the cookie.</summary>
    /// <returns>Whether it was the right one.</returns>
    public bool TrySignIn(HttpContext context, string? shown)
    {
        if (Token is not null && !Secrets.AreEqual(shown, Token))
            return false;
        context.Response.Cookies.Append(_cookie, _session, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true });
        return true;
    }
}

internal static class Secrets
{
    private const int Bytes = 16;

    public static string Create() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Compares in a time that doesn't tell how much of it was right.</summary>
    public static bool AreEqual(string? shown, string secret) =>
        shown is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), Encoding.UTF8.GetBytes(secret));
}
