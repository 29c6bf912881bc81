namespace IotAspire.AppHost.Embedded.Resources;

/// <summary>Something whose connection string is injected into the services that need it.</summary>
internal interface IConnectionSource
{
    /// <summary>The name under <c>ConnectionStrings</c>.</summary>
    string ConnectionName { get; }

    /// <summary>Known once the resource is up.</summary>
    string ConnectionString { get; }
}
