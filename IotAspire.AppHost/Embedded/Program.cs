using IotAspire.AppHost.Embedded;
using IotAspire.AppHost.Embedded.Output;

var commandLine = CommandLine.Parse(args, Environment.GetEnvironmentVariables());
if (commandLine.WantsHelp)
{
    Console.WriteLine(CommandLine.Usage);
    return 0;
}

if (commandLine.Errors.Count > 0)
{
    Console.Error.WriteLine(string.Join(Environment.NewLine, [.. commandLine.Errors, "", CommandLine.Usage]));
    return 2;
}

using var signals = new StopSignals();
return await LocalHost.RunAsync(commandLine.Options(BuiltProjects.Repository), ConsoleLines.ForThisConsole(), signals.Token);
