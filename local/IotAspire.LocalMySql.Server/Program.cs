using IotAspire.LocalMySql;
using IotAspire.LocalMySql.Server;
using Microsoft.Extensions.Logging;

const int BadUsage = 2;
const int CannotStart = 1;
// EX_CONFIG in sysexits.h. Tells a supervisor that a restart would not help.
const int ConfigurationError = 78;

if (args is ["--help" or "-h" or "-?"])
{
    Console.WriteLine(ServerOptions.Usage);
    return 0;
}

var (settings, errors) = ServerOptions.Read(args);
if (errors.Count > 0)
{
    Console.Error.WriteLine(string.Join(Environment.NewLine, [.. errors, "", ServerOptions.Usage]));
    return BadUsage;
}

await using var stop = new StopRequest();
using var logging = LoggerFactory.Create(builder => builder.AddSimpleConsole(console => console.SingleLine = true));
var temporary = settings.Data is null ? Directory.CreateTempSubdirectory("iotaspire-mysql-") : null;
try
{
    await using var server = await LocalMySqlServer.StartAsync(
        new LocalMySqlOptions
        {
            DataDirectory = settings.Data ?? temporary!.FullName,
            SocketPath = settings.Socket,
            Password = settings.Password,
            Port = settings.Port,
            Flavor = settings.Flavor,
            RenewsPackages = settings.Renews,
            BufferPoolMebibytes = settings.BufferPoolMebibytes,
        },
        logging,
        stop.Token);
    await Task.WhenAny(stop.Requested, server.Exited);
    if (stop.Token.IsCancellationRequested)
        return 0;
    Console.Error.WriteLine($"{server} exited unexpectedly.");
    return CannotStart;
}
catch (MySqlServerNotFoundException exception)
{
    Console.Error.WriteLine($"Configuration error: {exception.Message.Replace("\n", "\n  ", StringComparison.Ordinal)}");
    return ConfigurationError;
}
catch (LocalMySqlException exception)
{
    Console.Error.WriteLine(exception.Message);
    return CannotStart;
}
catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
{
    return 0;
}
finally
{
    temporary?.Delete(recursive: true);
}
