using IotAspire.LocalMySql;
using IotAspire.LocalMySql.Server;
using Microsoft.Extensions.Logging;

const int BadUsage = 2;
const int CannotStart = 1;
// EX_CONFIG in sysexits.h. Tells a supervisor that a restart would not help.
const int ConfigurationError = 78;

var command = ServerOptions.CreateCommand(RunAsync).Parse(args, new() { ResponseFileTokenReplacer = null });
if (command.Errors.Count > 0)
{
    await command.InvokeAsync(new() { Output = Console.Error });
    return BadUsage;
}

// Signals are this program's, see StopRequest.
return await command.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });

static async Task<int> RunAsync(ServerOptions options)
{
    await using var stop = new StopRequest();
    using var logging = LoggerFactory.Create(builder => builder.AddSimpleConsole(console => console.SingleLine = true));
    var temporary = options.Data is null ? Directory.CreateTempSubdirectory("iotaspire-mysql-") : null;
    try
    {
        await using var server = await LocalMySqlServer.StartAsync(
            new LocalMySqlOptions
            {
                DataDirectory = options.Data ?? temporary!.FullName,
                SocketPath = options.Socket,
                Password = options.Password,
                Port = options.Port,
                Flavor = options.Flavor,
                RenewsPackages = options.Renews,
                BufferPoolMebibytes = options.BufferPoolMebibytes,
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
}
