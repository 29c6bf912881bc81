using System.Reflection;

namespace IotAspire.AppHost.Embedded;

/// <summary>What the build wrote into this assembly: where the repository and the services' assemblies are.</summary>
internal static class BuiltProjects
{
    private static readonly Dictionary<string, string> Metadata = typeof(BuiltProjects).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Where(attribute => attribute.Value is not null)
        .DistinctBy(attribute => attribute.Key)
        .ToDictionary(attribute => attribute.Key, attribute => attribute.Value!);

    public static string Repository => Path.GetFullPath(Metadata["RepositoryRoot"]);

    public static BuiltProject Hub => Get("Hub", "local/IotAspire.EventHubs.Emulator");

    public static BuiltProject Aggregator => Get("Aggregator", "IotAspire.Aggregator");

    public static BuiltProject Generator => Get("Generator", "IotAspire.Generator");

    public static BuiltProject Api => Get("Api", "IotAspire.Api");

    private static BuiltProject Get(string name, string folder) => new(Metadata[$"Service:{name}"], Path.Combine(Repository, folder));
}

/// <param name="Assembly">The built assembly.</param>
/// <param name="Folder">The project's folder: its settings files are read from there.</param>
internal sealed record BuiltProject(string Assembly, string Folder);
