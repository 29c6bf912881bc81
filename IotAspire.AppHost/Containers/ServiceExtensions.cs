using Microsoft.Extensions.Configuration;

namespace IotAspire.AppHost;

/// <summary>What a service is told and how it is watched.</summary>
internal static class ServiceExtensions
{
    /// <summary>In run mode the catalogue in the repository, so that an edit counts; published, the copy in the container.</summary>
    public static IResourceBuilder<ProjectResource> WithCatalogue(this IResourceBuilder<ProjectResource> project, string[] args)
    {
        var host = project.ApplicationBuilder;
        return host.ExecutionContext.IsRunMode
            ? project.WithEnvironment("Catalogue__Path", Path.GetFullPath(Path.Combine(host.AppHostDirectory, "..", "sensors.json"))).WithOption(args, "fleet", "Catalogue__Fleet")
            : project;
    }

    /// <summary>What was asked for on the command line, as <c>--backfill 2d</c>.</summary>
    public static IResourceBuilder<ProjectResource> WithSimulation(this IResourceBuilder<ProjectResource> project, string[] args) => project
        .WithOption(args, "backfill", "Generator__Backfill")
        .WithOption(args, "speed", "Generator__Speed")
        .WithOption(args, "profile", "Generator__Profile")
        .WithOption(args, "seed", "Generator__Seed");

    /// <summary>
    /// <c>/health</c> decides whether others start and requests arrive, <c>/alive</c> whether the platform starts the service anew: not
    /// before it has had 100 seconds to start, and then not because half a core is busy catching up. The first two are health checks of
    /// the resource in run mode, too.
    /// </summary>
#pragma warning disable ASPIREPROBES001 // Experimental, and the only way to give Container Apps HTTP probes.
    public static IResourceBuilder<ProjectResource> WithProbes(this IResourceBuilder<ProjectResource> project) =>
        project
            // Its checks may take five seconds; a slow database isn't an absent one.
            .WithHttpProbe(ProbeType.Readiness, "/health", timeoutSeconds: 6, periodSeconds: 10)
            .WithHttpProbe(ProbeType.Liveness, "/alive", timeoutSeconds: 5, periodSeconds: 10)
            // Not by WithHttpProbe, which refuses a second health check of the same path.
            .WithAnnotation(new EndpointProbeAnnotation
            {
                Type = ProbeType.Startup,
                EndpointReference = project.GetEndpoint("http"),
                Path = "/alive",
                InitialDelaySeconds = 1,
                PeriodSeconds = 10,
                TimeoutSeconds = 5,
                FailureThreshold = 10, // the most that Container Apps takes
                SuccessThreshold = 1,
            });
#pragma warning restore ASPIREPROBES001

    // Not from the host's configuration, which holds every variable of the environment under its bare name, too.
    private static IResourceBuilder<ProjectResource> WithOption(this IResourceBuilder<ProjectResource> project, string[] args, string option, string setting) =>
        new ConfigurationBuilder().AddCommandLine(args).Build()[option] is { Length: > 0 } value ? project.WithEnvironment(setting, value) : project;
}
