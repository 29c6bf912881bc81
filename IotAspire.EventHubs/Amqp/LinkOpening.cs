using Amqp;
using Amqp.Framing;

namespace IotAspire.EventHubs.Amqp;

/// <summary>
/// Waits until the hub has answered an attach. A refusal looks like success at first: an answer without source or target,
/// and the error in the detach behind it.
/// </summary>
internal sealed class LinkOpening(string what)
{
    private readonly TaskCompletionSource<Attach> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void OnSenderAttached(ILink link, Attach answer) => OnAttached(answer, answer.Target);

    public void OnReceiverAttached(ILink link, Attach answer) => OnAttached(answer, answer.Source);

    /// <summary>The hub's answer, or its refusal as <see cref="EventHubException"/>.</summary>
    public async Task<Attach> WaitAsync(Link link, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        link.AddClosedCallback((_, error) => _opened.TrySetException(AmqpFailure.From(error, what)));
        return await _opened.Task.WaitAsync(timeout, time, cancellationToken);
    }

    private void OnAttached(Attach answer, object? terminus)
    {
        if (terminus is not null)
            _opened.TrySetResult(answer);
    }
}
