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
    IOptions<KeysOptions> rule,
    IHostEnvironment environment) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "ApiKey";

    private const string Unknown = "The API key isn't known, or has been revoked.";

    private const string HowTo =
        $"Give an API key in the header {PresentedKey.Header}, as Authorization: Bearer, or as the parameter {PresentedKey.Parameter}. Whoever runs this API makes one with: dotnet IotAspire.Api.dll keys create NAME";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // A probe or a page doesn't need the database because a key came along.
        if (!Context.IsQuestion())
            return AuthenticateResult.NoResult();
        if (Context.Features.Get<PresentedKey>() is not { } presented)
            return rule.Value.IsOpenTo(Context, environment) ? AuthenticateResult.Success(Ticket([])) : AuthenticateResult.NoResult();
        if (KeyToken.HasForm(presented.Text) && await keys.FindAsync(KeyHash.Of(presented.Text), Context.RequestAborted) is { } key)
        {
            return AuthenticateResult.Success(Ticket(
            [
                new(ClaimTypes.NameIdentifier, key.Id.ToString(CultureInfo.InvariantCulture)),
                new(ClaimTypes.Name, key.Name),
            ]));
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

    private static AuthenticationTicket Ticket(Claim[] claims) => new(new(new ClaimsIdentity(claims, SchemeName)), SchemeName);
}
