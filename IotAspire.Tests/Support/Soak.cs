using System.Globalization;

namespace IotAspire.Tests.Support;

/// <summary>
/// How much of the long tier to run: all of it, or the share of its rounds that the environment variable
/// <c>SOAK_SHARE</c> says, such as 0.1.
/// </summary>
internal static class Soak
{
    private static readonly double Share =
        double.TryParse(Environment.GetEnvironmentVariable("SOAK_SHARE"), CultureInfo.InvariantCulture, out var share) ? share : 1;

    public static int Rounds(int all) => Math.Max(1, (int)Math.Round(all * Share));
}
