using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;

namespace IotAspire.LocalMySql.Server;

/// <summary>
/// What to run, by <c>--name value</c> or by an environment variable <c>LOCALMYSQL_NAME</c>. The password belongs into the
/// variable, because other users of the machine can read a command line.
/// </summary>
internal sealed record ServerOptions(string? Data, int Port, string? Socket, MySqlFlavor Flavor, bool Renews, int BufferPoolMebibytes, string? Password)
{
    private const int MinBufferPool = 5;
    private const string PasswordVariable = "LOCALMYSQL_PASSWORD";

    private static readonly string[] Flavors = Enum.GetNames<MySqlFlavor>();

    private delegate bool TryRead<T>(string text, out T value);

    /// <summary>The command line, whose action gets the options.</summary>
    public static RootCommand CreateCommand(Func<ServerOptions, Task<int>> run)
    {
        var data = FullPath("--data", "FOLDER", "Where the data is kept (default: a temporary folder, removed at the end).");
        var port = Number("--port", "NUMBER", "Port on 127.0.0.1; 0 for a free one.", 0, IPEndPoint.MaxPort, 0);
        var socket = FullPath("--socket", "PATH", "Unix socket, in a folder that only you can open (default: in a temporary folder).");
        var flavor = Create(
            "--flavor", "NAME", $"{OneOf(Flavors)}; {MySqlFlavor.Any} is whichever is available.", OneOf(Flavors), MySqlFlavor.Any,
            (string text, out MySqlFlavor value) => Enum.TryParse(text, ignoreCase: true, out value) && Flavors.Contains(text, StringComparer.OrdinalIgnoreCase));
        var renew = Create<bool>("--renew", "true", "Download the distribution's newest server in place of the one downloaded earlier.", "true or false", byDefault: false, bool.TryParse);
        var bufferPool = Number(
            "--buffer-pool", "MIB", "Memory for pages of data; by default a sixteenth of the machine's, 256 to 1024.", MinBufferPool, int.MaxValue, LocalMySqlOptions.DefaultBufferPoolMebibytes);
        var command = new RootCommand(
            $"Runs a private MySQL or MariaDB server. Each option can also be set by an environment variable, such as {VariableOf(port.Name)} and {VariableOf(bufferPool.Name)}. "
            + $"{PasswordVariable} is the password of the account iotaspire (default: a new one at each start, in accounts.sql next to the data).")
        {
            data, port, socket, flavor, renew, bufferPool,
        };
        command.SetAction(result => run(new(
            result.GetValue(data),
            result.GetValue(port),
            result.GetValue(socket),
            result.GetValue(flavor),
            result.GetValue(renew),
            result.GetValue(bufferPool),
            TextOf(PasswordVariable))));
        return command;
    }

    private static Option<int> Number(string name, string form, string description, int min, int max, int byDefault) => Create(
        name, form, description, $"a whole number from {min} to {max}", byDefault,
        (string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= min && value <= max);

    private static Option<string?> FullPath(string name, string form, string description) => Create<string?>(
        name, form, description, "a path", byDefault: null,
        (string text, out string? value) =>
        {
            value = text.Length == 0 ? null : Path.GetFullPath(text);
            return true;
        });

    private static Option<T> Create<T>(string name, string form, string description, string allowed, T byDefault, TryRead<T> tryRead)
    {
        T Read(ArgumentResult result, string text)
        {
            if (!tryRead(text, out var value))
                result.AddError($"{name} ({VariableOf(name)}): '{text}' must be {allowed}.");
            return value;
        }

        return new(name)
        {
            HelpName = form,
            Description = description,
            CustomParser = result => Read(result, result.Tokens[0].Value),
            DefaultValueFactory = result => TextOf(VariableOf(name)) is { } text ? Read(result, text) : byDefault,
        };
    }

    private static string OneOf(string[] names) => $"{string.Join(", ", names[..^1])} or {names[^1]}";

    private static string? TextOf(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? text : null;

    private static string VariableOf(string name) => "LOCALMYSQL_" + name[2..].Replace('-', '_').ToUpperInvariant();
}
