using Aspire.Hosting.Testing;

namespace IotAspire.Tests.Support;

/// <summary>
/// Runs the program of an AppHost up to its builder, one after the other: two at once, before any other in this process, take each other's
/// diagnostic events for their own, and one of them fails with "The entry point exited without building a DistributedApplication".
/// </summary>
internal static class AppHosts
{
    private static readonly SemaphoreSlim OneAtATime = new(1, 1);

    public static async Task<IDistributedApplicationTestingBuilder> CreateAsync<T>(params string[] arguments)
        where T : class
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await OneAtATime.WaitAsync(cancellationToken);
        try
        {
            return await DistributedApplicationTestingBuilder.CreateAsync<T>(arguments, cancellationToken);
        }
        finally
        {
            OneAtATime.Release();
        }
    }
}
