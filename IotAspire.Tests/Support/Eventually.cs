using System.Diagnostics;

namespace IotAspire.Tests.Support;

/// <summary>Waits for a condition, never for a fixed time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks until the answer satisfies the condition; after the deadline fails with the last answer.</summary>
    public static async Task<T> Async<T>(Func<Task<T>> ask, Func<T, bool> condition, TimeSpan deadline, string what)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (condition(answer))
                return answer;
            Assert.True(Stopwatch.GetElapsedTime(started) < deadline, $"{what}: not within {deadline}; last seen: {answer}");
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }

    /// <inheritdoc cref="Async{T}"/>
    public static Task TrueAsync(Func<bool> condition, TimeSpan deadline, string what) =>
        Async(() => Task.FromResult(condition()), isTrue => isTrue, deadline, what);
}
