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
        if (days.Length != 2 || !TryRead(days[0], out var from) || !TryRead(days[1], out var to) || from >= to)
        {
            await Console.Error.WriteLineAsync($"usage: {Name} FROM TO; both are dates such as 2026-11-23, and TO is exclusive");
            return BadUsage;
        }

        await using var app = builder.Build();
        try
        {
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            using var stop = new CancellationTokenSource();
            Console.CancelKeyPress += (_, press) =>
            {
                press.Cancel = true;
                stop.Cancel();
            };
            var rebuilt = await app.Services.GetRequiredService<RollupRebuild>().RunAsync(from, to, stop.Token);
            Console.WriteLine($"Rebuilt the rollups of {rebuilt} days of sensors.");
            return 0;
        }
        catch (Exception exception) when (exception is RawReadingsGoneException or OptionsValidationException or OperationCanceledException || DatabaseFault.IsTransient(exception))
        {
            await Console.Error.WriteLineAsync(DatabaseFault.Describe(exception));
            return Failure;
        }
    }

    private static bool TryRead(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
