using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using IotAspire.Api.Hosting;
using IotAspire.Api.Limits;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace IotAspire.Api.Keys;

/// <summary>Tells who calls.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    KeyRing keys,
    KeyUse use,
    IOptions<KeysOptions> rule,
    IHostEnvironment environment) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "ApiKey";

    private const string Unknown = "The API key isn't known, has been revoked, or has expired.";

    private const string HowTo =
        $"Give an API key in the header {PresentedKey.Header}, as Authorization: Bearer, or as the parameter {PresentedKey.Parameter}. Operators create keys with: dotnet IotAspire.Api.dll keys create NAME";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // A probe or a page doesn't need the database because a key came along.
        if (!Context.IsQuery())
            return AuthenticateResult.NoResult();
        if (Context.Features.Get<PresentedKey>() is not { } presented)
            return rule.Value.IsOpenTo(Context, environment) ? AuthenticateResult.Success(Ticket([], KeyScopes.All)) : AuthenticateResult.NoResult();
        if (KeyToken.HasForm(presented.Text) && await keys.FindAsync(KeyHash.Of(presented.Text), Context.RequestAborted) is { } key)
        {
            use.Note(key.Id);
            return AuthenticateResult.Success(Ticket([new(ClaimTypes.NameIdentifier, key.Id.ToString(CultureInfo.InvariantCulture)), new(ClaimTypes.Name, key.Name)], key.Scopes));
        }

        return AuthenticateResult.Fail("The API key isn't valid.");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var isGiven = Context.Features.Get<PresentedKey>() is not null;
        Response.Headers.WWWAuthenticate = isGiven ? "Bearer realm=\"IotAspire\", error=\"invalid_token\"" : "Bearer realm=\"IotAspire\"";
        var detail = !isGiven ? HowTo
            : rule.Value.IsOpenTo(Context, environment) ? $"{Unknown} No key is needed here: leave it out."
            : $"{Unknown} {HowTo}";
        return ProblemAnswer.WriteAsync(Context, StatusCodes.Status401Unauthorized, detail);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var scope = KeyScopeText.Of(Context.GetEndpoint()!.Metadata.GetRequiredMetadata<NeededScope>().Scope);
        Response.Headers.WWWAuthenticate = $"Bearer realm=\"IotAspire\", error=\"insufficient_scope\", scope=\"{scope}\"";
        return ProblemAnswer.WriteAsync(Context, StatusCodes.Status403Forbidden, $"This request requires an API key with the scope '{scope}'. Your key has {Scopes()}. The operator of this API can create one with: dotnet IotAspire.Api.dll keys create NAME --scopes {scope}");
    }

    private string Scopes() => string.Join(", ", Context.User.FindAll(KeyScopeText.Claim).Select(claim => $"'{claim.Value}'"));

    private static AuthenticationTicket Ticket(IEnumerable<Claim> claims, KeyScopes scopes) =>
        new(new(new ClaimsIdentity(claims.Concat(KeyScopeText.NamesOf(scopes).Select(name => new Claim(KeyScopeText.Claim, name))), SchemeName)), SchemeName);
}
