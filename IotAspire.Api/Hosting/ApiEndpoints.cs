using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using FastEndpoints;
using IotAspire.Api.Features;
using IotAspire.Api.Keys;
using IotAspire.Api.Times;

namespace IotAspire.Api.Hosting;

internal static class ApiEndpoints
{
    public static void AddApiEndpoints(this WebApplicationBuilder builder)
    {
        builder.Services.AddFastEndpoints();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ApiTelemetry>();
        builder.Services.AddQueries();
        builder.Services.AddHostedService<WarmUp>();
    }

    public static void MapApiEndpoints(this WebApplication app)
    {
        // Its gauges are there from the beginning, not from the first answer on.
        app.Services.GetRequiredService<ApiTelemetry>();
        app.UseFastEndpoints(Configure);
    }

    private static void Configure(Config config)
    {
        config.Endpoints.RoutePrefix = "api/v1";
        config.Endpoints.Configurator = endpoint =>
        {
            var scope = ScopeOf(endpoint);
            endpoint.Policies(KeyScopeText.Of(scope));
            endpoint.PreProcessor<KnownParametersOnly>(Order.Before);
            endpoint.PostProcessor<RefusedRequests>(Order.After);
            endpoint.Description(builder => builder
                .WithMetadata(new NeededScope(scope))
                .Produces<Problem>(StatusCodes.Status400BadRequest, ProblemAnswer.MediaType)
                .Produces(StatusCodes.Status401Unauthorized)
                .Produces(StatusCodes.Status403Forbidden)
                .Produces(StatusCodes.Status429TooManyRequests)
                .Produces(StatusCodes.Status500InternalServerError)
                .Produces(StatusCodes.Status503ServiceUnavailable)
                .Produces(StatusCodes.Status504GatewayTimeout));
        };
        config.Errors.ContentType = ProblemAnswer.MediaType;
        config.Errors.ProducesMetadataType = typeof(Problem);
        config.Errors.ResponseBuilder = (failures, http, status) => ProblemAnswer.Of(http, status, failures);
        config.Binding.ValueParserFor<DateTime>(InstantText.Parse);
        config.Binding.ValueParserFor<double>(NumberParameter.Parse);
        config.Binding.Modifier = (request, type, _, _) => WordParameter.Canonicalize(request, type);
        config.Binding.FailureMessage = BindingFailure.Describe;
        config.Serializer.Options.Converters.Add(new InstantJsonConverter());
        config.Serializer.Options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        config.Serializer.Options.NumberHandling = JsonNumberHandling.Strict;
    }

    private static KeyScopes ScopeOf(EndpointDefinition endpoint) =>
        endpoint.Verbs!.Any(verb => !HttpMethods.IsGet(verb) && !HttpMethods.IsHead(verb)) ? KeyScopes.Write
        : endpoint.Routes!.Any(route => route.StartsWith("pipeline", StringComparison.Ordinal)) ? KeyScopes.Operate
        : KeyScopes.Read;
}
