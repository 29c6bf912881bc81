using System.Globalization;
using Aspire.Hosting.Azure;

namespace IotAspire.AppHost;

/// <summary>What exists only when the application is published to Azure, and the settings that the publisher may give.</summary>
/// <param name="Partitions">
/// Partitions of the hub: 4 in run mode; published, <c>Parameters:partitions</c> (environment <c>Parameters__partitions</c>),
/// default 32, because the Standard tier can't change the number later.
/// </param>
/// <param name="MostThroughputUnits">
/// So far the namespace grows by itself: <c>Parameters:most-throughput-units</c>, default 4. It begins with one and never shrinks.
/// </param>
/// <param name="DatabaseIdentity">The identity under which the Aggregator and the Api sign in to MySQL.</param>
/// <param name="Insights">Application Insights; null in run mode, where the dashboard takes its place.</param>
internal sealed record AzureTarget(
    int Partitions,
    int MostThroughputUnits,
    IResourceBuilder<AzureUserAssignedIdentityResource> DatabaseIdentity,
    IResourceBuilder<AzureApplicationInsightsResource>? Insights);

internal static class AzureTargetExtensions
{
    private const int RunPartitions = 4;

    /// <summary>Declares the Container Apps environment and what the services need there. Adds nothing in run mode.</summary>
    /// <exception cref="DistributedApplicationException">A setting isn't what it may be.</exception>
    public static AzureTarget AddAzureTarget(this IDistributedApplicationBuilder builder)
    {
        var environment = builder.AddAzureContainerAppEnvironment("env");
        var isPublished = builder.ExecutionContext.IsPublishMode;
        // One workspace for the containers' logs and for Application Insights, so that one cap holds both.
        var logs = isPublished ? builder.AddAzureLogAnalyticsWorkspace("logs") : null;
        if (logs is not null)
            environment.WithAzureLogAnalyticsWorkspace(logs);
        return new(
            isPublished ? builder.ReadNumber("partitions", 32, 1024, "; the Standard tier takes 32 at most") : RunPartitions,
            builder.ReadNumber("most-throughput-units", 4, 40),
            builder.AddAzureUserAssignedIdentity("iotdb-identity"),
            logs is not null ? builder.AddAzureApplicationInsights("insights", logs) : null);
    }

    /// <summary>Sends telemetry to Application Insights once published; in run mode Aspire sends it to the dashboard.</summary>
    public static IResourceBuilder<ProjectResource> WithTelemetry(this IResourceBuilder<ProjectResource> project, AzureTarget azure) =>
        azure.Insights is { } insights ? project.WithReference(insights) : project;

    // Such a number shapes the model, so it has to be known here and can't be asked for during the deployment.
    private static int ReadNumber(this IDistributedApplicationBuilder builder, string name, int byDefault, int most, string remark = "") =>
        builder.Configuration[$"Parameters:{name}"] switch
        {
            null or "" => byDefault,
            var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most => number,
            var text => throw new DistributedApplicationException($"Parameters:{name} is '{text}', must be a whole number from 1 to {most}{remark}."),
        };
}
