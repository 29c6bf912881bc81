using System.Net;
using IotAspire.Api.Features.Live;
using IotAspire.Api.Formats;
using IotAspire.Api.Keys;
using IotAspire.ServiceDefaults;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace IotAspire.Api.Limits;

internal static class LimitsRegistration
{
    private static readonly TimeSpan PreflightAge = TimeSpan.FromHours(1);
    private static readonly TimeSpan HstsAge = TimeSpan.FromDays(365);

    public static void AddLimits(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MinResponseDataRate = new(ReaderPace.SlowestReader, ReaderPace.Grace);
        });
        // Accepted sockets have that of the listening one.
        builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = endpoint =>
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            if (endpoint is IPEndPoint)
                socket.SendBufferSize = ReaderPace.SendBuffer;
            return socket;
        });
        builder.Services.AddSectionOptions<LimitsOptions>(LimitsOptions.Section);
        builder.Services.AddSectionOptions<OriginsOptions>(OriginsOptions.Section);
        builder.Services.AddHsts(hsts => hsts.MaxAge = HstsAge);
        builder.Services.AddSingleton<Callers>();
        builder.Services.AddRateLimiter();
        builder.Services.AddSingleton<IConfigureOptions<RateLimiterOptions>, RateLimits>();
        builder.Services.AddRequestTimeouts();
        builder.Services.AddSingleton<IConfigureOptions<RequestTimeoutOptions>, RequestTime>();
        builder.Services.AddSingleton<QueryConcurrency>();
        builder.Services.AddCors();
        builder.Services.AddOptions<CorsOptions>().Configure<IOptions<OriginsOptions>>((cors, origins) =>
            cors.AddDefaultPolicy(policy => Allow(policy, origins.Value.Origins)));
    }

    /// <summary>
    /// In this order: what every answer carries; a browser's request whether it may ask; who asks; how often; whether at all; for
    /// how long; how many at once.
    /// </summary>
    public static void UseLimits(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
            app.UseHsts();
        app.Use(SecurityHeaders.AddAsync);
        app.UsePresentedKeys();
        app.UseRoutingOfHeadRequests();
        app.UseCors();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseRequestTimeouts();
        app.Use(RequestTime.EndWithAnswerAsync);
        app.UseMiddleware<QueryConcurrency>();
    }

    private static void Allow(CorsPolicyBuilder policy, string[] origins)
    {
        policy
            .WithMethods(HttpMethods.Get, HttpMethods.Head)
            .WithHeaders(PresentedKey.Header, HeaderNames.Authorization, HeaderNames.Accept, HeaderNames.IfNoneMatch, StreamLive.LastEventId)
            .WithExposedHeaders(HeaderNames.Link, HeaderNames.ETag, HeaderNames.RetryAfter, HeaderNames.ContentDisposition, TableAnswer.AvailableFrom, TableAnswer.TotalCount)
            .SetPreflightMaxAge(PreflightAge);
        if (origins.Contains(OriginsOptions.Any))
            policy.AllowAnyOrigin();
        else
            policy.WithOrigins(origins);
    }
}
