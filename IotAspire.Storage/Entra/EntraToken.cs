using Azure.Core;
using MySqlConnector;

namespace IotAspire.Storage.Entra;

/// <summary>Signs in to Azure Database for MySQL with a Microsoft Entra token in place of a password.</summary>
internal static class EntraToken
{
    /// <summary>
    /// What a token must be for; the server takes it in clear text over TLS
    /// (https://learn.microsoft.com/azure/mysql/flexible-server/how-to-azure-ad).
    /// </summary>
    private static readonly TokenRequestContext Request = new(["https://ossrdbms-aad.database.windows.net/.default"]);

    // The credential caches a token until minutes before its end; asking it often is cheap and hands out no expired one.
    private static readonly TimeSpan Renewal = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan RenewalAfterFailure = TimeSpan.FromSeconds(5);

    public static MySqlDataSourceBuilder UseEntraToken(this MySqlDataSourceBuilder builder, TokenCredential credential, TimeSpan? renewal = null) =>
        builder.UsePeriodicPasswordProvider(
            async (_, cancellationToken) => (await credential.GetTokenAsync(Request, cancellationToken)).Token,
            renewal ?? Renewal,
            RenewalAfterFailure);
}
