using Azure.Core;
using IotAspire.Storage;
using IotAspire.Storage.Entra;
using IotAspire.Tests.Support;
using MySqlConnector;

namespace IotAspire.Tests.Storage;

/// <summary>Signing in with tokens; the server here takes passwords, so the account's password plays the token.</summary>
public sealed class EntraTokenTests(MySqlServers servers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_connection_string_without_password_opens_with_the_token()
    {
        var account = new MySqlConnectionStringBuilder(await servers.CreateDatabaseAsync());
        var issuer = new TokenIssuer { Token = account.Password };
        account.Password = "";
        await using var dataSource = new MySqlDataSourceBuilder(account.ConnectionString).UseEntraToken(issuer).Build();

        await using var connection = await dataSource.OpenConnectionAsync(Cancellation);

        Assert.Equal("https://ossrdbms-aad.database.windows.net/.default", Assert.Single(issuer.Scopes));
    }

    [Fact]
    public async Task A_renewed_token_is_used_for_new_connections()
    {
        var account = new MySqlConnectionStringBuilder(await servers.CreateDatabaseAsync()) { Pooling = false };
        var issuer = new TokenIssuer { Token = "expired" };
        var password = account.Password;
        account.Password = "";
        await using var dataSource = new MySqlDataSourceBuilder(account.ConnectionString)
            .UseEntraToken(issuer, renewal: TimeSpan.FromMilliseconds(50)).Build();
        await Assert.ThrowsAsync<MySqlException>(async () => await dataSource.OpenConnectionAsync(Cancellation));

        issuer.Token = password;

        await Eventually.Async(() => OpensAsync(dataSource), opens => opens, TimeSpan.FromSeconds(20), "a connection with the renewed token");
    }

    [Fact]
    public async Task A_token_that_cannot_be_had_at_first_is_a_fault_that_passes()
    {
        var account = new MySqlConnectionStringBuilder(await servers.CreateDatabaseAsync());
        var issuer = new TokenIssuer { Token = account.Password, Failure = new InvalidOperationException("no identity yet") };
        account.Password = "";
        await using var dataSource = new MySqlDataSourceBuilder(account.ConnectionString).UseEntraToken(issuer).Build();

        var failure = await Assert.ThrowsAnyAsync<Exception>(async () => await dataSource.OpenConnectionAsync(Cancellation));
        issuer.Failure = null;

        Assert.True(DatabaseFault.IsTransient(failure));
        await Eventually.Async(() => OpensAsync(dataSource), opens => opens, TimeSpan.FromSeconds(20), "a connection once there is a token");
    }

    private static async Task<bool> OpensAsync(MySqlDataSource dataSource)
    {
        try
        {
            await using var connection = await dataSource.OpenConnectionAsync(Cancellation);
            return true;
        }
        catch (MySqlException)
        {
            return false;
        }
    }

    private sealed class TokenIssuer : TokenCredential
    {
        public string Token { get; set; } = "";

        public Exception? Failure { get; set; }

        public HashSet<string> Scopes { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            if (Failure is not null)
                throw Failure;
            Scopes.UnionWith(requestContext.Scopes);
            return new(Token, DateTimeOffset.UtcNow.AddHours(1));
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}
