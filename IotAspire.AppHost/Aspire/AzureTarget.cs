using System.Globalization;
using Aspire.Hosting.Azure;

namespace IotAspire.AppHost;

/// <summary>What exists only when the application is published to Azure, and the settings that the publisher may give.</summary>
/// <param name="Partitions">
/// Partitions of the hub: 4 in run mode; published, <c>Parameters:partitions</c> (environment <c>Parameters__partitions</c>),
/// default 32, because the Standard tier can't change the number later.
/// </param>
/// <param name="DatabaseIdentity">The identity under which the Aggregator and the Api sign in to MySQL.</param>
/// <param name="Insights">Application Insights; null in run mode, where the dashboard takes its place.</param>
internal sealed record AzureTarget(
    long Partitions,
    IResourceBuilder<AzureUserAssignedIdentityResource> DatabaseIdentity,
    IResourceBuilder<AzureApplicationInsightsResource>? Insights);

internal static class AzureTargetExtensions
{
    private const string PartitionsSetting = "Parameters:partitions";
    private const long RunPartitions = 4;
    private const long DefaultPartitions = 32;
    private const long MostPartitions = 1024;

    /// <summary>Declares the Container Apps environment and what the services need there. Adds nothing in run mode.</summary>
    /// <exception cref="DistributedApplicationException">A setting isn't what it may be.</exception>
    public static AzureTarget AddAzureTarget(this IDistributedApplicationBuilder builder)
    {
        builder.AddAzureContainerAppEnvironment("env");
        var isPublished = builder.ExecutionContext.IsPublishMode;
        return new(
            isPublished ? ReadPartitions(builder.Configuration[PartitionsSetting]) : RunPartitions,
            builder.AddAzureUserAssignedIdentity("iotdb-identity"),
            isPublished ? builder.AddAzureApplicationInsights("insights") : null);
    }

    /// <summary>Sends telemetry to Application Insights once published; in run mode Aspire sends it to the dashboard.</summary>
    public static IResourceBuilder<ProjectResource> WithTelemetry(this IResourceBuilder<ProjectResource> project, AzureTarget azure) =>
        azure.Insights is { } insights ? project.WithReference(insights) : project;

    // The number becomes part of the template, so it has to be known here and can't be asked for during the deployment.
    private static long ReadPartitions(string? text) => text switch
    {
        null or "" => DefaultPartitions,
        _ when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var partitions) && partitions is >= 1 and <= MostPartitions => partitions,
        _ => throw new DistributedApplicationException($"{PartitionsSetting} is '{text}', must be a whole number from 1 to {MostPartitions} (the Standard tier takes 32 at most)."),
    };
}
