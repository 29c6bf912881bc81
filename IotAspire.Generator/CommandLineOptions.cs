namespace IotAspire.Generator;

/// <summary>Short words for settings that are often given on the command line.</summary>
internal static class CommandLineOptions
{
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["--backfill"] = "Generator:Backfill",
        ["--speed"] = "Generator:Speed",
        ["--profile"] = "Generator:Profile",
        ["--seed"] = "Generator:Seed",
        ["--ledger"] = "Generator:Ledger",
        ["--fleet"] = "Catalogue:Fleet",
    };

    public static void AddCommandLineOptions(this IHostApplicationBuilder builder, string[] args) =>
        builder.Configuration.AddCommandLine(args, Settings);
}
