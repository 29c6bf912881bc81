namespace IotAspire.Tests.Support;

/// <summary>
/// The one way in which a test does without something that a machine may lack: skipped with the reason, but failed where
/// <c>CI=true</c>, because there nothing may be left out unnoticed.
/// </summary>
internal static class Requirement
{
    private static readonly bool OnCi = string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    public static void Met(bool isMet, string reason)
    {
        if (isMet)
            return;
        Assert.False(OnCi, $"Needed on CI: {reason}");
        Assert.Skip(reason);
    }
}
