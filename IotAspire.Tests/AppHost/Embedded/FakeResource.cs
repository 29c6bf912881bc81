using System.Collections.Concurrent;
using IotAspire.AppHost.Embedded;
using IotAspire.AppHost.Embedded.Resources;

namespace IotAspire.Tests.AppHost.Embedded;

/// <summary>A resource that writes down what is done with it.</summary>
internal sealed class FakeResource(string name, ConcurrentQueue<string> events) : Resource(name)
{
    private TaskCompletionSource<string> _ended = new();

    /// <summary>Its starts, in turn, fail while there is a message here.</summary>
    public ConcurrentQueue<string> Failures { get; } = new();

    public TaskCompletionSource? HoldStart { get; init; }

    public override string Kind => "fake";

    public override string Address => $"at {Name}";

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        events.Enqueue($"{Name} starts");
        if (HoldStart is not null)
            await HoldStart.Task.WaitAsync(cancellationToken);
        if (Failures.TryDequeue(out var failure))
            throw new StartFailedException(failure);
        _ended = new TaskCompletionSource<string>();
        events.Enqueue($"{Name} up");
    }

    public override Task<string> EndedAsync() => _ended.Task;

    public override Task<string> StopAsync()
    {
        events.Enqueue($"{Name} stops");
        return Task.FromResult("stopped");
    }

    public void Die() => _ended.SetResult("died");
}
