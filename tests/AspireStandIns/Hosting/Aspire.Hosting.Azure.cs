// github.com/microsoft/aspire, 13.6: src/Aspire.Hosting.Azure/api/Aspire.Hosting.Azure.cs
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Azure;

namespace Aspire.Hosting
{
    public static class AzureBicepResourceExtensions
    {
        public static IResourceBuilder<AzureBicepResource> AddBicepTemplate(this IDistributedApplicationBuilder builder, string name, string bicepFile) => throw null!;

        public static BicepOutputReference GetOutput(this IResourceBuilder<AzureBicepResource> builder, string name) => throw null!;

        public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, BicepOutputReference bicepOutputReference)
            where T : IResourceWithEnvironment => throw null!;

        public static IResourceBuilder<T> WithParameter<T>(this IResourceBuilder<T> builder, string name, IResourceBuilder<ParameterResource> value)
            where T : AzureBicepResource => throw null!;

        public static IResourceBuilder<T> WithParameter<T>(this IResourceBuilder<T> builder, string name, BicepOutputReference value)
            where T : AzureBicepResource => throw null!;
    }

    public static class AzureProvisioningResourceExtensions
    {
        public static global::Azure.Provisioning.ProvisioningParameter AsProvisioningParameter(this BicepOutputReference outputReference, AzureResourceInfrastructure infrastructure, string? parameterName = null) => throw null!;

        public static IResourceBuilder<T> ConfigureInfrastructure<T>(this IResourceBuilder<T> builder, Action<AzureResourceInfrastructure> configure)
            where T : AzureProvisioningResource => throw null!;
    }
}

namespace Aspire.Hosting.Azure
{
    public class AzureBicepResource : Resource
    {
        public AzureBicepResource(string name, string? templateFile = null, string? templateString = null, string? templateResourceName = null)
            : base(name) => throw null!;
    }

    public class AzureProvisioningResource : AzureBicepResource
    {
        public AzureProvisioningResource(string name, Action<AzureResourceInfrastructure> configureInfrastructure)
            : base(name) => throw null!;
    }

    public sealed class AzureResourceInfrastructure : global::Azure.Provisioning.Infrastructure
    {
        internal AzureResourceInfrastructure() => throw null!;
    }

    public static class AzureUserAssignedIdentityExtensions
    {
        public static IResourceBuilder<AzureUserAssignedIdentityResource> AddAzureUserAssignedIdentity(this IDistributedApplicationBuilder builder, string name) => throw null!;

        public static IResourceBuilder<T> WithAzureUserAssignedIdentity<T>(this IResourceBuilder<T> builder, IResourceBuilder<AzureUserAssignedIdentityResource> identityResourceBuilder)
            where T : IComputeResource => throw null!;
    }

    public sealed class AzureUserAssignedIdentityResource : AzureProvisioningResource
    {
        public AzureUserAssignedIdentityResource(string name)
            : base(name, default!) => throw null!;

        public BicepOutputReference ClientId => throw null!;

        public BicepOutputReference Id => throw null!;

        public BicepOutputReference PrincipalName => throw null!;
    }

    public sealed class BicepOutputReference : IExpressionValue, IValueProvider, IManifestExpressionProvider
    {
        public BicepOutputReference(string name, AzureBicepResource resource) => throw null!;

        public string ValueExpression => throw null!;

        public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => throw null!;
    }
}
