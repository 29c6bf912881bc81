namespace IotAspire.Tests.Support;

/// <summary>
/// Tests that no other may run beside: sources and meters belong to the process, so hosts of other tests would choose spans that this
/// one's sampler leaves out, and end metrics of the same name when they stop.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RunsAlone
{
    /// <summary>For <see cref="CollectionAttribute"/>.</summary>
    public const string Name = "Alone";
}
