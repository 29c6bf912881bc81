using Azure.Messaging.EventHubs.Consumer;

namespace IotAspire.EventHubs;

/// <summary>
/// When the hub was made, asked for at most every few seconds however many receivers want to know: Event Hubs takes about 50
/// questions a second from a consumer group.
/// </summary>
internal sealed class HubCreation(Func<CancellationToken, Task<DateTimeOffset>> ask, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _asking = new(1, 1);
    private DateTimeOffset _createdOn;
    private long? _askedAt;

    public static HubCreation Of(EventHubConsumerClient client, TimeProvider time) =>
        new(async cancellationToken => (await client.GetEventHubPropertiesAsync(cancellationToken)).CreatedOn, time);

    public async Task<DateTimeOffset> GetAsync(bool refresh, CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            if (refresh || _askedAt is not { } askedAt || time.GetElapsedTime(askedAt) >= Interval)
            {
                _createdOn = await ask(cancellationToken);
                _askedAt = time.GetTimestamp();
            }

            return _createdOn;
        }
        finally
        {
            _asking.Release();
        }
    }

    public void Dispose() => _asking.Dispose();
}
