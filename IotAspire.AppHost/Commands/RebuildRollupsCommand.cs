using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace IotAspire.AppHost.Commands;

#pragma warning disable ASPIREPROCESSCOMMAND001, ASPIREINTERACTION001 // Experimental: commands that start a process, and their inputs.

/// <summary><em>Rebuild rollups</em> on the Aggregator: runs its <c>rebuild FROM TO</c> in a second process while the first keeps storing.</summary>
internal static class RebuildRollupsCommand
{
    public const string Name = "rebuild-rollups";
    private const string From = "from";
    private const string To = "to";
    private const string Day = "yyyy-MM-dd";

    /// <summary>Adds it.</summary>
    public static IResourceBuilder<ProjectResource> WithRebuildRollupsCommand(this IResourceBuilder<ProjectResource> aggregator) =>
        aggregator.WithProcessCommand(Name, "Rebuild rollups", context => Process(context, aggregator.Resource), new ProcessCommandOptions
        {
            Description = "Computes the rollups of whole days (UTC) again from raw readings, while the Aggregator goes on storing.",
            IconName = "ArrowSyncCircle",
            Arguments =
            [
                new() { Name = From, Label = "First day (UTC)", InputType = InputType.Text, Placeholder = "today, or a day such as 2026-11-23" },
                new() { Name = To, Label = "Day after the last (UTC)", InputType = InputType.Text, Placeholder = "the day after the first" },
            ],
            ValidateArguments = Validate,
            UpdateState = RunningResources.WhileRunning,
            DisplayImmediately = false,
            // The last line is the result or the error.
            GetCommandResult = result => Task.FromResult(result.ExitCode == 0 ? CommandResults.Success(result.Output is [.., var last] ? last : "The rollups are rebuilt.") : CommandResults.Failure(string.Join(' ', result.Output))),
        });

    private static ProcessCommandSpec Process(ExecuteCommandContext context, ProjectResource aggregator)
    {
        var (from, to) = Days(context.Arguments, context.Services);
        string[] arguments = ["rebuild", Text(from), Text(to)];
        return new("dotnet")
        {
            Arguments = aggregator.BuiltProgram() is { } program
                ? ["exec", program, .. arguments]
                : ["run", "--no-build", "--no-launch-profile", "--project", aggregator.GetProjectMetadata().ProjectPath, "--", .. arguments],
            WorkingDirectory = Path.GetDirectoryName(aggregator.GetProjectMetadata().ProjectPath),
            EnvironmentVariables = EnvironmentOf(context),
        };
    }

    // What the running Aggregator was given: connection string, catalogue, settings.
    private static Dictionary<string, string> EnvironmentOf(ExecuteCommandContext context) =>
        context.Services.GetRequiredService<ResourceNotificationService>().TryGetCurrentState(context.ResourceName, out var current)
            ? current.Snapshot.EnvironmentVariables.Where(variable => variable is { IsFromSpec: true, Value: not null }).ToDictionary(variable => variable.Name, variable => variable.Value!)
            : [];

    private static Task Validate(InputsDialogValidationContext context)
    {
        var isRight = true;
        foreach (var input in context.Inputs.Where(input => !string.IsNullOrEmpty(input.Value) && !TryRead(input.Value, out _)))
        {
            context.AddValidationError(input, "Must be a day such as 2026-11-23.");
            isRight = false;
        }

        if (isRight && Days(context.Inputs, context.Services) is var (from, to) && from >= to)
            context.AddValidationError(To, "Must be after the first day.");
        return Task.CompletedTask;
    }

    private static (DateOnly From, DateOnly To) Days(InteractionInputCollection inputs, IServiceProvider services)
    {
        if (!TryRead(inputs.GetString(From), out var from))
            from = DateOnly.FromDateTime(services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
        return (from, TryRead(inputs.GetString(To), out var to) ? to : from.AddDays(1));
    }

    private static bool TryRead(string? text, out DateOnly day) => DateOnly.TryParseExact(text, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    private static string Text(DateOnly day) => day.ToString(Day, CultureInfo.InvariantCulture);
}
