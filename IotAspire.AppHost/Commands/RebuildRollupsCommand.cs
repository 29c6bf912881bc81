using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace IotAspire.AppHost.Commands;

#pragma warning disable ASPIREPROCESSCOMMAND001, ASPIREINTERACTION001 // Experimental: commands that start a process, and their inputs.

/// <summary><em>Rebuild rollups</em> on the Aggregator: its own <c>rebuild FROM TO</c>, in a process beside it, which goes on storing.</summary>
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
            Arguments = [Input(From, "First day (UTC)", 0), Input(To, "Day after the last (UTC)", 1)],
            ValidateArguments = Validate,
            UpdateState = RunningResources.WhileRunning,
            DisplayImmediately = false,
            // The last line says what was done, or why not.
            GetCommandResult = result => Task.FromResult(result.ExitCode == 0 ? CommandResults.Success(result.Output[^1]) : CommandResults.Failure(string.Join(' ', result.Output))),
        });

    private static ProcessCommandSpec Process(ExecuteCommandContext context, ProjectResource aggregator)
    {
        string[] arguments = ["rebuild", context.Arguments.GetString(From)!, context.Arguments.GetString(To)!];
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

    private static InteractionInput Input(string name, string label, int daysFromToday) => new()
    {
        Name = name,
        Label = label,
        InputType = InputType.Text,
        Required = true,
        Placeholder = Day,
        DynamicLoading = new()
        {
            LoadCallback = context =>
            {
                if (string.IsNullOrEmpty(context.Input.Value))
                    context.Input.Value = context.Services.GetRequiredService<TimeProvider>().GetUtcNow().AddDays(daysFromToday).ToString(Day, CultureInfo.InvariantCulture);
                return Task.CompletedTask;
            },
        },
    };

    private static Task Validate(InputsDialogValidationContext context)
    {
        var days = new List<DateOnly>();
        foreach (var input in context.Inputs)
        {
            if (DateOnly.TryParseExact(input.Value, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                days.Add(day);
            else
                context.AddValidationError(input, "Must be a day such as 2026-11-23.");
        }

        if (days is [var from, var to] && from >= to)
            context.AddValidationError(To, "Must be after the first day.");
        return Task.CompletedTask;
    }
}
