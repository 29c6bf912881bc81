namespace IotAspire.AppHost.Embedded.Resources;

/// <summary>Something that the AppHost brings up, watches and stops.</summary>
internal abstract class Resource(string name)
{
    public string Name { get; } = name;

    /// <summary>How long it may take to stop. All of them together are to stay under 10 s.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What it is, in a word or two.</summary>
    public abstract string Kind { get; }

    /// <summary>Where it can be reached, for the table of addresses; known once it is up.</summary>
    public abstract string Address { get; }

    /// <summary>Every address, for the dashboard; empty until it is up.</summary>
    public virtual IReadOnlyList<string> Addresses => [Address];

    /// <summary>Its process; null when it has none here.</summary>
    public virtual int? ProcessId => null;

    /// <summary>Starts it and waits until it is healthy. Called again after it has ended.</summary>
    /// <exception cref="StartFailedException">It ended or didn't become healthy.</exception>
    public abstract Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Waits until it ends by itself.</summary>
    /// <returns>How it ended, as the rest of a sentence.</returns>
    public abstract Task<string> EndedAsync();

    /// <summary>Asks how it is.</summary>
    /// <returns>Null when it can't be asked.</returns>
    public virtual Task<ResourceHealth?> CheckHealthAsync(CancellationToken cancellationToken) => Task.FromResult<ResourceHealth?>(null);

    /// <summary>Asks it to stop, and kills it after its <see cref="StopTimeout"/>.</summary>
    /// <returns>How it went, as the rest of a sentence.</returns>
    public abstract Task<string> StopAsync();
}
