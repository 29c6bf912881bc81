namespace IotAspire.EventHubs;

/// <summary>One call of the SDK, which retries by itself: its failure in our words, and the status told how it went.</summary>
internal sealed class EventHubCall(EventHubStatus status)
{
    public async Task<T> RunAsync<T>(string what, Func<Task<T>> operation, CancellationToken cancellationToken)
    {
        try
        {
            var result = await operation();
            status.Succeeded();
            return result;
        }
        catch (Exception exception) when (EventHubFailure.IsFailure(exception, cancellationToken))
        {
            var failure = EventHubFailure.From(exception, what);
            status.Failed(failure);
            throw failure;
        }
    }
}
