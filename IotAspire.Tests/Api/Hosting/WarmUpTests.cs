using IotAspire.LocalMySql;
using IotAspire.Tests.Storage;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Api.Hosting;

public sealed class WarmUpTests(MySqlServers servers)
{
    private const int NotWarm = 3050;
    private const int Warm = 3051;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly (string, string) Verbose = ("Logging:LogLevel:IotAspire", "Debug");

    [Theory]
    [InlineData(true, Warm)]
    [InlineData(false, NotWarm)]
    public async Task Answering_is_tried_before_the_first_question(bool migrated, int outcome)
    {
        using var log = new LogLines();
        await using var api = await RunningApi.StartAsync(await IngestDatabase.CreateAsync(servers, MySqlFlavor.Any, migrated), migrated, log, Verbose);

        await Eventually.TrueAsync(() => log.Of(outcome).Count == 1, Deadline, "it has been tried");

        Assert.Empty(log.Warnings);
    }
}
