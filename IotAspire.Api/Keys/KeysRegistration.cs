using IotAspire.Api.Hosting;
using IotAspire.ServiceDefaults;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IotAspire.Api.Keys;

internal static class KeysRegistration
{
    // It logs each request's address before any of our code runs, with its query.
    private const string RequestLog = "Microsoft.AspNetCore.Hosting.Diagnostics";

    public static void AddApiKeys(this WebApplicationBuilder builder)
    {
        builder.Logging.AddFilter(RequestLog, LogLevel.Warning);
        builder.Services.AddSectionOptions<KeysOptions>(KeysOptions.Section);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<KeyRing>();
        builder.Services.AddSingleton<KeyUse>();
        builder.Services.AddHostedService(services => services.GetRequiredService<KeyUse>());
        // AddAuthentication would also keep a key for cookies in the home folder, and warn that it isn't encrypted.
        builder.Services.AddAuthenticationCore(authentication => authentication.DefaultScheme = ApiKeyHandler.SchemeName);
        builder.Services.AddWebEncoders();
        new AuthenticationBuilder(builder.Services)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, displayName: null, configureOptions: null);
        builder.Services.AddAuthorization(authorization =>
        {
            foreach (var scope in KeyScopeText.NamesOf(KeyScopes.All))
                authorization.AddPolicy(scope, policy => policy.RequireClaim(KeyScopeText.Claim, scope));
        });
    }

    /// <summary>Takes the key off each request. Before anything that could repeat the request.</summary>
    public static void UsePresentedKeys(this WebApplication app) => app.Use((http, next) => PresentedKey.TakeOff(http)
        ? next(http)
        : ProblemAnswer.WriteAsync(http, StatusCodes.Status400BadRequest, $"{PresentedKey.Parameter} is given more than once; it has one value."));
}
