using IotAspire.AppHost.CommandLine;

namespace IotAspire.AppHost.Commands;

#pragma warning disable ASPIREINTERACTION001 // Experimental: inputs of commands.

/// <summary><em>Backfill</em> on the Generator: starts it again with a history to make first, this once.</summary>
internal static class BackfillCommand
{
    public const string Name = "backfill";
    private const string Time = "time";

    /// <summary>Adds it.</summary>
    public static IResourceBuilder<ProjectResource> WithBackfillCommand(this IResourceBuilder<ProjectResource> generator)
    {
        string? asked = null;
        return generator
            .WithEnvironment(context =>
            {
                if (Interlocked.Exchange(ref asked, null) is { } time)
                    context.EnvironmentVariables["Generator__Backfill"] = time;
            })
            .WithCommand(Name, "Backfill", context => RestartAsync(context, generator.Resource, time => asked = time), new CommandOptions
            {
                Description = "Starts the Generator again, which first makes the readings of the past, as fast as the pipeline takes them.",
                IconName = "History",
                Arguments = [new() { Name = Time, Label = "How far back", Description = HistoryTime.Allowed, InputType = InputType.Text, Required = true, Value = "2d" }],
                ValidateArguments = Validate,
            });
    }

    private static async Task<ExecuteCommandResult> RestartAsync(ExecuteCommandContext context, ProjectResource generator, Action<string> ask)
    {
        var time = context.Arguments.GetString(Time)!;
        var running = new RunningResources(context.Services);
        await running.StopAsync(generator, context.CancellationToken);
        ask(time);
        await running.StartAsync(generator, context.CancellationToken);
        return CommandResults.Success($"{generator.Name} makes the readings of the last {time}. Those that are stored already are recognised.");
    }

    private static Task Validate(InputsDialogValidationContext context)
    {
        if (!HistoryTime.IsValid(context.Inputs.GetString(Time)!))
            context.AddValidationError(Time, $"Must be {HistoryTime.Allowed}.");
        return Task.CompletedTask;
    }
}
