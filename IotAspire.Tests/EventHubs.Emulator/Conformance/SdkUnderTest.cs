using System.Collections.Concurrent;
using System.Diagnostics;
using IotAspire.EventHubs.Emulator;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.EventHubs.Emulator.Conformance;

/// <summary>
/// An SDK for the tests of a class, installed when the first case asks. Each case has an emulator of its own. SDKs spend
/// most of a case waiting, so all cases begin together, on a few clients, and each test waits for its own.
/// </summary>
public abstract class SdkUnderTest : IAsyncDisposable
{
    // All cases begin together, beside the other clients that nobody here wrote.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _tls = new();
    private readonly ConcurrentBag<ScriptedClient> _idle = [];
    private readonly SemaphoreSlim _free;
    private readonly Lazy<Task<ProcessStartInfo>> _start;
    private readonly ConcurrentDictionary<string, Task> _begun = new();

    private protected SdkUnderTest(int clients)
    {
        _free = new SemaphoreSlim(clients);
        _start = new Lazy<Task<ProcessStartInfo>>(PrepareAsync);
    }

    /// <summary>The outcome of a case, of all that are begun with it.</summary>
    public async Task OutcomeAsync(string name, IEnumerable<string> all, int rounds)
    {
        await _start.Value;
        foreach (var each in all)
            _ = _begun.GetOrAdd(each, begun => Task.Run(() => PlayAsync(begun, rounds, Deadline)));
        await _begun[name];
    }

    /// <summary>Plays a case against a new emulator and fails with what the script says.</summary>
    public async Task PlayAsync(string name, int rounds, TimeSpan deadline)
    {
        await _free.WaitAsync();
        try
        {
            var client = await TakeClientAsync();
            await PlayAsync(client, name, rounds, deadline);
            _idle.Add(client);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>The cases that the scripts know.</summary>
    public async Task<IReadOnlyList<string>> CasesAsync()
    {
        var client = await TakeClientAsync();
        _idle.Add(client);
        return client.Cases;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Task.WhenAll(_begun.Values).ContinueWith(_ => { }, TaskScheduler.Default);
        foreach (var client in _idle)
            await client.DisposeAsync();
        _free.Dispose();
        _tls.Dispose();
    }

    private protected abstract bool NeedsTls { get; }

    /// <summary>Installs the SDK where that is needed; skips the test where it can't be had.</summary>
    private protected abstract Task<ProcessStartInfo> PrepareAsync();

    private protected static string Script(params string[] parts) =>
        Repository.PathOf(["IotAspire.Tests", "EventHubs.Emulator", "Conformance", .. parts]);

    private async Task<ScriptedClient> TakeClientAsync() =>
        _idle.TryTake(out var client) ? client : await ScriptedClient.StartAsync(await _start.Value);

    private async Task PlayAsync(ScriptedClient client, string name, int rounds, TimeSpan deadline)
    {
        await using var hub = await StartHubAsync();
        var connection = NeedsTls ? hub.TlsConnectionString(TestHub.Name) : hub.ConnectionString(TestHub.Name);
        var played = new ConformanceCase(name, connection, TestHub.Name, hub.PublicCertificateFile, rounds);
        try
        {
            var failure = await client.PlayAsync(played, _ => hub.DropConnectionsAsync(), deadline);
            if (failure is not null)
                throw new InvalidOperationException(failure);
        }
        catch
        {
            // Whatever it does still, the next case gets another one.
            await client.DisposeAsync();
            throw;
        }
    }

    private Task<EventHubsEmulator> StartHubAsync() => EventHubsEmulator.StartAsync(new EventHubsEmulatorOptions
    {
        Port = 0,
        HttpPort = 0,
        Hubs = [new(TestHub.Name, Partitions: 4, ConsumerGroups: ["aggregator"])],
        Tls = NeedsTls ? new EventHubsEmulatorTlsOptions { Port = 0, Folder = Path.Combine(_tls.Path, Guid.NewGuid().ToString("N")) } : null,
    });
}
