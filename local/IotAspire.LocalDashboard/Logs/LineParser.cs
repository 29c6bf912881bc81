using System.Text.RegularExpressions;
using IotAspire.LocalDashboard.Decoding;
using Microsoft.Extensions.Logging;

namespace IotAspire.LocalDashboard.Logs;

/// <summary>
/// Finds level, category and message in a console line: those of .NET's simple console formatter, of MySQL and of MariaDB.
/// An indented line continues the one before.
/// </summary>
internal static partial class LineParser
{
    /// <param name="text">The line; colours are taken out.</param>
    /// <param name="isError">Whether it came from standard error.</param>
    /// <param name="before">The resource's line before.</param>
    public static LogLine Parse(string text, bool isError, LogLine before)
    {
        var line = AttributeDecoder.Shorten(Escapes().Replace(text, ""));
        if (DotnetLine().Match(line) is { Success: true } dotnet)
            return new(DotnetLevel(dotnet.Groups["level"].Value), dotnet.Groups["category"].Value, dotnet.Groups["message"].Value);
        if (DatabaseLine().Match(line) is { Success: true } database)
            return new(DatabaseLevel(database.Groups["level"].Value), "", line);
        if (line.Length > 0 && char.IsWhiteSpace(line[0]))
            return before with { Text = line };
        return new(isError ? LogLevel.Error : LogLevel.Information, "", line);
    }

    private static LogLevel DotnetLevel(string level) => level switch
    {
        "trce" => LogLevel.Trace,
        "dbug" => LogLevel.Debug,
        "warn" => LogLevel.Warning,
        "fail" => LogLevel.Error,
        "crit" => LogLevel.Critical,
        _ => LogLevel.Information,
    };

    private static LogLevel DatabaseLevel(string level) => level.ToUpperInvariant() switch
    {
        "WARNING" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        _ => LogLevel.Information,
    };

    // "info: IotAspire.Api.Live.Poller[3021] the message"; the AppHost's own have no category: "warn: the message".
    [GeneratedRegex(@"^(?<level>trce|dbug|info|warn|fail|crit): (?:(?<category>[^\s\[\]]+)\[-?\d+\](?: |$))?(?<message>.*)$", RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex DotnetLine();

    // "2026-11-25 19:00:27 0 [Warning] the message", in MySQL with a T in the time and with more brackets.
    [GeneratedRegex(@"^(?:\S+ \S+ |\d{4}-\S+T\S+ )?\d+ \[(?<level>Note|System|Warning|ERROR|Error)\]", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex DatabaseLine();

    [GeneratedRegex(@"\e\[[0-9;?]*[A-Za-z]", RegexOptions.NonBacktracking)]
    private static partial Regex Escapes();
}
