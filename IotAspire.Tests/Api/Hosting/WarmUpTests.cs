using IotAspire.LocalMySql;
using IotAspire.Tests.Storage;
using IotAspire.Tests.Support;
using static IotAspire.Tests.Storage.Batches;

namespace IotAspire.Tests.Api.Hosting;

public sealed class WarmUpTests(MySqlServers servers)
{
    private const int NotWarm = 3050;
    private const int Warm = 3051;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly (string, string) Verbose = ("Logging:LogLevel:IotAspire", "Debug");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answering_is_tried_before_the_first_request()
    {
        var database = await IngestDatabase.CreateAsync(servers, MySqlFlavor.Any);
        var (ownership, position) = await database.OwnAsync();
        await database.Writer.WriteAsync(Next(ownership, position, Reading(1, 20)), Token);
        using var statements = new Statements(database.ConnectionString);
        using var log = new LogLines();
        await using var api = await RunningApi.StartAsync(database, true, log, Verbose);

        await Eventually.TrueAsync(() => log.Of(Warm).Count == 1, Deadline, "it has been tried");

        Assert.InRange(statements.Count("FROM `readings`"), 1, int.MaxValue);
        Assert.InRange(statements.Count("FROM `rollups_1m`"), 1, int.MaxValue);
        Assert.Empty(log.Warnings);
    }

    [Fact]
    public async Task Without_tables_there_is_nothing_to_try()
    {
        using var log = new LogLines();
        await using var api = await RunningApi.StartAsync(await IngestDatabase.CreateAsync(servers, MySqlFlavor.Any, migrate: false), false, log, Verbose);

        await Eventually.TrueAsync(() => log.Of(NotWarm).Count == 1, Deadline, "it has been tried");

        Assert.Empty(log.Warnings);
    }
}
