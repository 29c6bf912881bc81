using IotAspire.AppHost.CommandLine;
using IotAspire.AppHost.Running;

namespace IotAspire.AppHost;

/// <summary>Configuration, start and probes of the services, the same for local and other servers.</summary>
internal static class ServiceExtensions
{
    private const string Http = "http";

    /// <summary>In run mode the catalogue in the repository, so that an edit counts; published, the copy in the container.</summary>
    public static IResourceBuilder<ProjectResource> WithCatalogue(this IResourceBuilder<ProjectResource> project, AppHostOptions options)
    {
        if (project.ApplicationBuilder.ExecutionContext.IsPublishMode)
            return project;
        project.WithEnvironment("Catalogue__Path", options.Catalogue);
        return options.Fleet is { } fleet ? project.WithEnvironment("Catalogue__Fleet", fleet) : project;
    }

    /// <summary>The settings from the command line, such as <c>--backfill 2d</c>.</summary>
    public static IResourceBuilder<ProjectResource> WithSimulation(this IResourceBuilder<ProjectResource> project, AppHostOptions options)
    {
        foreach (var (setting, value) in options.Simulation)
            project.WithEnvironment(setting, value);
        return project;
    }

    /// <summary>Links to the pages of the Api.</summary>
    public static IResourceBuilder<ProjectResource> WithPages(this IResourceBuilder<ProjectResource> project) => project
        .WithUrlForEndpoint(Http, url => url.DisplayText = "API docs")
        .WithUrlForEndpoint(Http, _ => new ResourceUrlAnnotation { Url = "/explore", DisplayText = "Explore" });

    /// <summary>
    /// <c>/health</c> decides whether others start and requests arrive, <c>/alive</c> whether the platform restarts the service: not
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
                EndpointReference = project.GetEndpoint(Http),
                Path = "/alive",
                InitialDelaySeconds = 1,
                PeriodSeconds = 10,
                TimeoutSeconds = 5,
                FailureThreshold = 10, // the most that Container Apps takes
                SuccessThreshold = 1,
            });
#pragma warning restore ASPIREPROBES001

    /// <summary>
    /// In run mode: starts the built program itself, which saves the processor time and memory of a <c>dotnet run</c> for each; without a
    /// proxy before its port, or on another one if that is taken. Where the program isn't next to the AppHost's, or an IDE starts
    /// it, Aspire's usual way stays.
    /// </summary>
    public static IResourceBuilder<ProjectResource> RunDirectly(this IResourceBuilder<ProjectResource> project)
    {
        var host = project.ApplicationBuilder;
        if (host.ExecutionContext.IsPublishMode)
            return project;
#pragma warning disable ASPIRECERTIFICATES001 // Experimental, and the only way to keep the dashboard from warning of a certificate that isn't used.
        project.WithoutHttpsCertificate();
#pragma warning restore ASPIRECERTIFICATES001
        // The start counts more here than the last tenth of speed, which profiling brings later.
        project.WithSupervision().WithEnvironment("DOTNET_TieredPGO", "0").WithEndpoint(Http, http =>
        {
            http.IsProxied = false;
            http.Port = http.TargetPort = host.ChoosePort(http.Port ?? 0, project.Resource.Name);
        });
        if (project.Resource.BuiltProgram() is not { } program)
            return project;
#pragma warning disable ASPIREEXTENSION001 // Experimental, and the only way to start a project without "dotnet run".
        return project.WithLaunchToolArgs(context =>
        {
            context.Args.Clear();
            context.Args.Add("exec");
            context.Args.Add(program);
        });
#pragma warning restore ASPIREEXTENSION001
    }

    /// <summary>The built program next to the running one: artifacts/servers/bin/project/configuration; null if it doesn't exist.</summary>
    public static string? BuiltProgram(this ProjectResource project)
    {
        var name = Path.GetFileNameWithoutExtension(project.GetProjectMetadata().ProjectPath);
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(own.Parent!.Parent!.FullName, name, own.Name, $"{name}.dll");
        return File.Exists(program) ? program : null;
    }
}
