using IotAspire.AppHost.Embedded.Output;
using IotAspire.AppHost.Embedded.Resources;
using Microsoft.Extensions.Logging;

namespace IotAspire.AppHost.Embedded.Supervision;

/// <summary>The resources together: up in the order of their dependencies, down in the reverse order of their declaration.</summary>
internal sealed class Pipeline(ConsoleLines lines, TimeProvider time, ILogger logger)
{
    private readonly List<Supervisor> _supervisors = [];

    /// <summary>What runs, in the order of declaration.</summary>
    public IEnumerable<Resource> Resources => _supervisors.Select(supervisor => supervisor.Resource);

    /// <summary>Those who keep them up, in the same order.</summary>
    public IReadOnlyList<Supervisor> Supervisors => _supervisors;

    /// <summary>The dashboard's line in the table of addresses; null without one.</summary>
    public string? Dashboard { get; init; }

    /// <summary>Declares a resource that starts after the given ones are healthy.</summary>
    public T Add<T>(T resource, params Resource[] after)
        where T : Resource
    {
        var dependencies = _supervisors.Where(supervisor => after.Contains(supervisor.Resource)).ToList();
        _supervisors.Add(new Supervisor(resource, dependencies, time, logger));
        return resource;
    }

    /// <summary>Runs everything until it is to stop, and stops everything whatever happened.</summary>
    /// <exception cref="StartFailedException">A resource couldn't be started.</exception>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        List<Task> running = [AnnounceAsync(ending.Token), .. _supervisors.Select(supervisor => supervisor.RunAsync(ending.Token))];
        try
        {
            await foreach (var ended in Task.WhenEach(running))
                await ended;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What the user asked for.
        }
        finally
        {
            // No supervisor may be left that would start a resource again while they are stopped.
            await ending.CancelAsync();
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await StopAsync();
        }
    }

    private async Task AnnounceAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        await Task.WhenAll(_supervisors.Select(supervisor => supervisor.Up)).WaitAsync(cancellationToken);
        var addresses = Resources.Reverse().Select(resource => (resource.Name, resource.Address));
        if (Dashboard is not null)
            addresses = addresses.Append(("dashboard", Dashboard));
        lines.WritePlain(AddressTable.Format(addresses, time.GetElapsedTime(started)));
    }

    private async Task StopAsync()
    {
        var order = Resources.Reverse().ToList();
        Log.Stopping(logger, string.Join(", ", order.Select(resource => resource.Name)));
        foreach (var resource in order)
            await StopAsync(resource);
    }

    private async Task StopAsync(Resource resource)
    {
        var started = time.GetTimestamp();
        try
        {
            var how = await resource.StopAsync();
            Log.Stopped(logger, resource.Name, how, time.GetElapsedTime(started).TotalSeconds);
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // The others are to be stopped all the same.
            Log.StopFailed(logger, resource.Name, exception.Message);
        }
    }
}
