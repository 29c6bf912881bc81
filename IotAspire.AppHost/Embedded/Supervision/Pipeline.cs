using IotAspire.AppHost.Embedded.Output;
using IotAspire.AppHost.Embedded.Resources;
using Microsoft.Extensions.Logging;

namespace IotAspire.AppHost.Embedded.Supervision;

/// <summary>The resources together: up in the order of their dependencies, down in the reverse order of their declaration.</summary>
internal sealed class Pipeline(ConsoleLines lines, TimeProvider time, ILogger logger)
{
    // The whole stop is to take at most 10 s, also when something has to be killed.
    private static readonly TimeSpan StopBudget = TimeSpan.FromSeconds(9);
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan ShortestStop = TimeSpan.FromMilliseconds(500);

    private readonly List<Supervisor> _supervisors = [];

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
        try
        {
            await StartAsync(stoppingToken);
            await KeepAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What the user asked for.
        }
        finally
        {
            await StopAsync();
        }
    }

    private async Task StartAsync(CancellationToken stoppingToken)
    {
        var started = time.GetTimestamp();
        await AllOrFirstFailureAsync((supervisor, token) => supervisor.StartAsync(token), stoppingToken);
        var addresses = _supervisors.AsEnumerable().Reverse().Select(supervisor => (supervisor.Resource.Name, supervisor.Resource.Address));
        lines.WritePlain(AddressTable.Format(addresses, time.GetElapsedTime(started)));
    }

    private Task KeepAsync(CancellationToken stoppingToken) =>
        AllOrFirstFailureAsync((supervisor, token) => supervisor.KeepAsync(token), stoppingToken);

    // Nothing of a run may be left behind when it ends, or it would start a resource again while they are stopped.
    private async Task AllOrFirstFailureAsync(Func<Supervisor, CancellationToken, Task> run, CancellationToken stoppingToken)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var tasks = _supervisors.Select(supervisor => run(supervisor, failed.Token)).ToList();
        try
        {
            await foreach (var ended in Task.WhenEach(tasks))
                await ended;
        }
        finally
        {
            await failed.CancelAsync();
            await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task StopAsync()
    {
        var order = _supervisors.AsEnumerable().Reverse().Select(supervisor => supervisor.Resource).ToList();
        Log.Stopping(logger, string.Join(", ", order.Select(resource => resource.Name)));
        var started = time.GetTimestamp();
        foreach (var resource in order)
        {
            var left = StopBudget - time.GetElapsedTime(started);
            var timeout = left > LongestStop ? LongestStop : left > ShortestStop ? left : ShortestStop;
            await StopAsync(resource, timeout);
        }
    }

    private async Task StopAsync(Resource resource, TimeSpan timeout)
    {
        var started = time.GetTimestamp();
        try
        {
            await resource.StopAsync(timeout);
            Log.Stopped(logger, resource.Name, time.GetElapsedTime(started).TotalSeconds);
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // The others are to be stopped all the same.
            Log.StopFailed(logger, resource.Name, exception.Message);
        }
    }
}
