using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;

namespace IotAspire.LocalMySql.Server;

/// <summary>
/// What to run, by <c>--name value</c> or by an environment variable <c>LOCALMYSQL_NAME</c>. The password belongs into the
/// variable, because other users of the machine can read a command line.
/// </summary>
internal sealed record ServerOptions
{
    public const string Usage = """
        Usage: IotAspire.LocalMySql.Server [options]
          --data FOLDER        where the data is kept (default: a temporary folder, removed at the end)
          --port NUMBER        port on 127.0.0.1 (default: a free one)
          --socket PATH        Unix socket, in a folder that only you can open (default: in a temporary folder)
          --flavor NAME        Any, MariaDb or MySql (default Any: whichever is available)
          --renew true         download the distribution's newest server in place of the one downloaded earlier
          --buffer-pool MIB    memory for pages of data (default: a sixteenth of the machine's, 256 to 1024)
        Each option can also be set by an environment variable, such as LOCALMYSQL_PORT and LOCALMYSQL_BUFFER_POOL. LOCALMYSQL_PASSWORD is the
        password of the account iotaspire (default: a new one at each start, in accounts.sql next to the data).
        """;

    private const string Prefix = "LOCALMYSQL_";
    private const int MinBufferPool = 5;

    private static readonly Dictionary<string, string> Switches = new()
    {
        ["--data"] = "Data",
        ["--port"] = "Port",
        ["--socket"] = "Socket",
        ["--flavor"] = "Flavor",
        ["--renew"] = "Renew",
        ["--buffer-pool"] = "Buffer_Pool",
    };

    public string? Data { get; private init; }

    public string? Socket { get; private init; }

    public string? Password { get; private init; }

    public bool Renews { get; private init; }

    public int Port { get; private init; }

    public MySqlFlavor Flavor { get; private init; }

    public int BufferPoolMebibytes { get; private init; } = LocalMySqlOptions.DefaultBufferPoolMebibytes;

    /// <summary>Reads them; every error found is in the second part.</summary>
    public static (ServerOptions Settings, IReadOnlyList<string> Errors) Read(string[] args)
    {
        var errors = args
            .Select(argument => argument.Split('=')[0])
            .Where(name => name.StartsWith('-') && !Switches.ContainsKey(name))
            .Select(name => $"{name}: unknown. The options are {string.Join(", ", Switches.Keys)}.")
            .ToList();
        if (errors.Count > 0)
            return (new(), errors);
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables(Prefix).AddCommandLine(args, Switches).Build();
        var settings = new ServerOptions
        {
            Data = configuration["Data"] is { Length: > 0 } folder ? Path.GetFullPath(folder) : null,
            Socket = configuration["Socket"] is { Length: > 0 } socket ? Path.GetFullPath(socket) : null,
            Password = configuration["Password"] is { Length: > 0 } password ? password : null,
            Renews = Flag(configuration, "Renew", errors),
            Port = Number(configuration, "Port", 0, 0, IPEndPoint.MaxPort, errors),
            BufferPoolMebibytes = Number(configuration, "Buffer_Pool", LocalMySqlOptions.DefaultBufferPoolMebibytes, MinBufferPool, int.MaxValue, errors),
            Flavor = ReadFlavor(configuration["Flavor"], errors),
        };
        return (settings, errors);
    }

    private static int Number(IConfiguration configuration, string key, int byDefault, int least, int most, List<string> errors)
    {
        if (configuration[key] is not { Length: > 0 } text)
            return byDefault;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        errors.Add($"{NameOf(key)}: '{text}' must be a whole number from {least} to {most}.");
        return byDefault;
    }

    private static bool Flag(IConfiguration configuration, string key, List<string> errors)
    {
        if (configuration[key] is not { Length: > 0 } text)
            return false;
        if (!bool.TryParse(text, out var flag))
            errors.Add($"{NameOf(key)}: '{text}' must be true or false.");
        return flag;
    }

    private static MySqlFlavor ReadFlavor(string? text, List<string> errors)
    {
        if (string.IsNullOrEmpty(text))
            return MySqlFlavor.Any;
        var names = Enum.GetNames<MySqlFlavor>();
        if (names.Contains(text, StringComparer.OrdinalIgnoreCase))
            return Enum.Parse<MySqlFlavor>(text, ignoreCase: true);
        errors.Add($"{NameOf("Flavor")}: '{text}' must be {string.Join(", ", names[..^1])} or {names[^1]}.");
        return MySqlFlavor.Any;
    }

    private static string NameOf(string key) => $"{Switches.Single(pair => pair.Value == key).Key} ({Prefix}{key.ToUpperInvariant()})";
}
