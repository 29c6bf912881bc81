namespace IotAspire.EventHubs;

/// <summary>Starts what outlives its caller, such as a connection with its loops.</summary>
internal static class Detached
{
    /// <summary>
    /// Runs the work without anything that flows with the call: the span of whoever needed the connection first would otherwise stay
    /// the current one in all that the connection does ever after.
    /// </summary>
    public static Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        using (ExecutionContext.SuppressFlow())
            return Task.Run(work);
    }
}
