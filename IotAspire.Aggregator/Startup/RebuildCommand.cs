using System.CommandLine;
using System.Globalization;
using IotAspire.Storage;
using IotAspire.Storage.Ingest;
using Microsoft.Extensions.Options;

namespace IotAspire.Aggregator.Startup;

/// <summary><c>rebuild FROM TO</c>: recomputes the rollups of whole UTC days from raw readings, while Aggregators are running.</summary>
internal static class RebuildCommand
{
    public const string Name = "rebuild";
    private const int Failure = 1;
    private const int BadUsage = 64;

    public static async Task<int> RunAsync(WebApplicationBuilder builder, string[] days)
    {
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        var command = Create(app.Services).Parse([Name, .. days], new() { ResponseFileTokenReplacer = null });
        if (command.Errors.Count > 0)
        {
            await command.InvokeAsync(new() { Output = Console.Error });
            return BadUsage;
        }

        try
        {
            return await command.InvokeAsync(new() { EnableDefaultExceptionHandler = false });
        }
        catch (Exception exception) when (exception is RawReadingsGoneException or OptionsValidationException or OperationCanceledException || DatabaseFault.IsTransient(exception))
        {
            await Console.Error.WriteLineAsync(DatabaseFault.Describe(exception));
            return Failure;
        }
    }

    private static RootCommand Create(IServiceProvider services)
    {
        var from = Day("FROM", "First day, such as 2026-11-23.");
        var to = Day("TO", "Day after the last one.");
        var rebuild = new Command(Name, "Recomputes the rollups of whole UTC days from raw readings.") { from, to };
        rebuild.Validators.Add(result =>
        {
            if (Read(result.GetValue(from)) >= Read(result.GetValue(to)))
                result.AddError("FROM must be before TO.");
        });
        rebuild.SetAction(async (result, cancellationToken) =>
        {
            services.GetRequiredService<IStartupValidator>().Validate();
            var rebuilt = await services.GetRequiredService<RollupRebuild>().RunAsync(Read(result.GetValue(from))!.Value, Read(result.GetValue(to))!.Value, cancellationToken);
            Console.WriteLine($"Rebuilt the rollups of {rebuilt} days of sensors.");
            return 0;
        });
        return [rebuild];
    }

    private static Argument<string> Day(string name, string description)
    {
        var day = new Argument<string>(name) { Description = description };
        day.Validators.Add(result =>
        {
            if (Read(result.GetValueOrDefault<string>()) is null)
                result.AddError($"{name} is '{result.GetValueOrDefault<string>()}', must be a date such as 2026-11-23.");
        });
        return day;
    }

    private static DateOnly? Read(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
