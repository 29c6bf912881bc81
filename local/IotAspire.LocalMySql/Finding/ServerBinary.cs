using IotAspire.ChildProcesses;

namespace IotAspire.LocalMySql.Finding;

/// <summary>A server program that ran at least far enough to tell its version.</summary>
/// <param name="Command">The program, with the loader in front of it if it needs one.</param>
/// <param name="Version">What it said it is.</param>
/// <param name="Origin">Where it came from, for the log.</param>
/// <param name="Tree">The unpacked tree it belongs to, or null for one that is installed and knows its own files.</param>
internal sealed record ServerBinary(IReadOnlyList<string> Command, ServerVersion Version, string Origin, ServerTree? Tree)
{
    public MySqlFlavor Flavor => Version.Flavor;

    /// <summary>What every run needs; <c>--no-defaults</c> must come first.</summary>
    public ChildProcessStart Run(IEnumerable<string> arguments) =>
        new(Command[0], [.. Command.Skip(1), "--no-defaults", .. Tree?.Arguments(Flavor) ?? [], .. RootArguments(), .. arguments]);

    private static IEnumerable<string> RootArguments() =>
        Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows() ? ["--user=root"] : [];
}
