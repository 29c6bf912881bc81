using Azure.Provisioning.AppContainers;
using Microsoft.Extensions.Configuration;

namespace IotAspire.AppHost;

/// <summary>What a service is told and how it is watched and scaled.</summary>
internal static class ServiceExtensions
{
    private const int MostApiReplicas = 10;

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
    /// <c>/health</c> decides whether others start and requests arrive, <c>/alive</c> whether the platform starts the service anew.
    /// Each probe is also a health check of the resource in run mode.
    /// </summary>
#pragma warning disable ASPIREPROBES001 // Experimental in 13.2, and the only way to give Container Apps HTTP probes.
    public static IResourceBuilder<ProjectResource> WithProbes(this IResourceBuilder<ProjectResource> project) =>
        project
            // Its checks may take five seconds; a slow database isn't an absent one.
            .WithHttpProbe(ProbeType.Readiness, "/health", timeoutSeconds: 6, periodSeconds: 10)
            .WithHttpProbe(ProbeType.Liveness, "/alive");
#pragma warning restore ASPIREPROBES001

    /// <summary>
    /// One to as many replicas as there are partitions, more of them when they are busy: storing is what costs processor time, and
    /// the checkpoints of the lag are in MySQL, where the platform's event hub scaler doesn't look.
    /// </summary>
    public static IResourceBuilder<ProjectResource> ScaleWithPartitions(this IResourceBuilder<ProjectResource> project, int partitions) =>
        project.PublishAsAzureContainerApp((_, app) =>
        {
            app.Template.Scale.MinReplicas = 1;
            app.Template.Scale.MaxReplicas = partitions;
            app.Template.Scale.Rules.Add(new ContainerAppScaleRule
            {
                Name = "cpu",
                Custom = new ContainerAppCustomScaleRule { CustomScaleRuleType = "cpu", Metadata = { ["type"] = "Utilization", ["value"] = "70" } },
            });
        });

    /// <summary>One replica more for each 50 requests under way.</summary>
    public static IResourceBuilder<ProjectResource> ScaleWithRequests(this IResourceBuilder<ProjectResource> project) =>
        project.PublishAsAzureContainerApp((_, app) =>
        {
            app.Template.Scale.MinReplicas = 1;
            app.Template.Scale.MaxReplicas = MostApiReplicas;
            app.Template.Scale.Rules.Add(new ContainerAppScaleRule
            {
                Name = "requests",
                Http = new ContainerAppHttpScaleRule { Metadata = { ["concurrentRequests"] = "50" } },
            });
        });

    /// <summary>Exactly one: two would simulate every sensor twice.</summary>
    public static IResourceBuilder<ProjectResource> RunOnce(this IResourceBuilder<ProjectResource> project) =>
        project.PublishAsAzureContainerApp((_, app) =>
        {
            app.Template.Scale.MinReplicas = 1;
            app.Template.Scale.MaxReplicas = 1;
        });

    // Not from the host's configuration, which holds every variable of the environment under its bare name, too.
    private static IResourceBuilder<ProjectResource> WithOption(this IResourceBuilder<ProjectResource> project, string[] args, string option, string setting) =>
        new ConfigurationBuilder().AddCommandLine(args).Build()[option] is { Length: > 0 } value ? project.WithEnvironment(setting, value) : project;
}
