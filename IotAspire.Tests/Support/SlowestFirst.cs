using IotAspire.Tests.Support;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(SlowestFirst))]

namespace IotAspire.Tests.Support;

/// <summary>Starts the collection that takes longest first, so that no processor waits for it at the end.</summary>
public sealed class SlowestFirst : ITestCollectionOrderer
{
    /// <summary>Tests that start the whole AppHost, one at a time.</summary>
    public const string AppHosts = nameof(AppHosts);

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => collection.TestCollectionDisplayName != AppHosts)];
}
