using IotAspire.Storage;
using IotAspire.Storage.Schema;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using MySqlConnector;

namespace IotAspire.Aggregator.Startup;

/// <summary>
/// <c>users</c>: creates the MySQL users of the services in Azure, signed in as the server's administrator. A separate job runs it from the
/// Aggregator's image, so that no second image is needed.
/// </summary>
internal static class UsersCommand
{
    public const string Name = "users";

    /// <summary>Configuration section with a <c>Name</c> and a <c>ClientId</c> for each service.</summary>
    public const string Section = "Users";

    private const int Failure = 1;
    private const int BadUsage = 64;
    private const int MaxUserLength = 32;

    public static async Task<int> RunAsync(WebApplicationBuilder builder)
    {
        if (Read(builder.Configuration, "Aggregator") is not { } aggregator || Read(builder.Configuration, "Api") is not { } api)
        {
            await Console.Error.WriteLineAsync($"{Name} needs {Section}:Aggregator:Name, {Section}:Api:Name (1 to {MaxUserLength} characters) and a {Section}:…:ClientId for each");
            return BadUsage;
        }

        builder.AddIotDb(HealthStatus.Unhealthy);
        builder.Services.AddSingleton<DatabaseUsers>();
        await using var app = builder.Build();
        try
        {
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            await app.Services.GetRequiredService<DatabaseUsers>().CreateAsync(aggregator, api, CancellationToken.None);
            Console.WriteLine($"Created the users {aggregator.Name} and {api.Name}.");
            return 0;
        }
        catch (Exception exception) when (exception is OptionsValidationException or MySqlException || DatabaseFault.IsTransient(exception))
        {
            await Console.Error.WriteLineAsync(DatabaseFault.Describe(exception));
            return Failure;
        }
    }

    private static IdentityUser? Read(ConfigurationManager configuration, string service) =>
        configuration[$"{Section}:{service}:Name"] is { Length: >= 1 and <= MaxUserLength } name && Guid.TryParse(configuration[$"{Section}:{service}:ClientId"], out var clientId)
            ? new(name, clientId)
            : null;
}
