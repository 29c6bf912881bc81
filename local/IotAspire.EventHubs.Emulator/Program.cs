using IotAspire.EventHubs.Emulator;
using IotAspire.EventHubs.Emulator.Hosting;

const int BadUsage = 2;
const int CannotStart = 1;

if (CommandLine.AsksForHelp(args))
{
    Console.WriteLine(CommandLine.Usage);
    return 0;
}

var (options, errors) = CommandLine.Parse(args);
if (errors.Count > 0)
{
    foreach (var error in errors)
        Console.Error.WriteLine(error);
    Console.Error.WriteLine(CommandLine.Usage);
    return BadUsage;
}

using var stop = new StopSignal();
using var logging = new ConsoleLogging();
options.LoggerFactory = logging;
try
{
    await using var emulator = await EventHubsEmulator.StartAsync(options);
    if (emulator.Hubs.Count == 0)
        emulator.AddHub(new(CommandLine.DefaultHub));
    Console.WriteLine($"connection string: {emulator.ConnectionString()}");
    if (emulator.TlsPort is not null)
        Console.WriteLine($"connection string over TLS: {emulator.TlsConnectionString()}");
    if (emulator.PublicCertificateFile is { } certificate)
        Console.WriteLine($"certificate to trust: {certificate}");
    Console.WriteLine($"page: http://localhost:{emulator.HttpPort}/");
    await stop.Stopped;
    return 0;
}
catch (Exception exception) when (exception is IOException or InvalidOperationException or InvalidDataException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(exception.Message);
    return CannotStart;
}
