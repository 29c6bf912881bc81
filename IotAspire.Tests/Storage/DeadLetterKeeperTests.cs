using IotAspire.Contracts.Catalogue;
using IotAspire.LocalMySql;
using IotAspire.Storage.Ingest;
using IotAspire.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using static IotAspire.Tests.Storage.Batches;

namespace IotAspire.Tests.Storage;

/// <summary>What a sender can't fill: the disk with garbage, and the table of sensors.</summary>
public sealed class DeadLetterKeeperTests(MySqlServers servers)
{
    private const long NoQuota = long.MaxValue;
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    public static TheoryData<MySqlFlavor> Flavors => MySqlServers.Flavors;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Flavors))]
    public async Task The_newest_that_fit_the_quota_stay(MySqlFlavor flavor)
    {
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);
        await AddAsync(database, letters: 250, bodyBytes: 9 * 1024);
        var keeper = new DeadLetterKeeper(database.DataSource, TimeProvider.System, NullLogger<DeadLetterKeeper>.Instance);

        Assert.Equal((0, 0), await keeper.KeepAsync(Month, NoQuota, Token));
        Assert.Equal((0, 150), await keeper.KeepAsync(Month, 100 * 10 * 1024, Token));
        Assert.Equal((0, 0), await keeper.KeepAsync(Month, 100 * 10 * 1024, Token));

        Assert.Equal(Enumerable.Range(150, 100).Select(number => (long)number), await LettersAsync(database));
        Assert.Equal(150ul, await DeletedAsync(database));
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task Those_that_are_too_old_by_both_clocks_go(MySqlFlavor flavor)
    {
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);
        await AddAsync(database, letters: 3, bodyBytes: 1);
        await database.ExecuteAsync("UPDATE `dead_letters` SET `stored_at` = `stored_at` - INTERVAL 31 DAY WHERE `sequence_number` = 0");
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow.AddDays(-10));
        var keeper = new DeadLetterKeeper(database.DataSource, clock, NullLogger<DeadLetterKeeper>.Instance);

        Assert.Equal((0, 0), await keeper.KeepAsync(Month, NoQuota, Token));
        clock.Advance(TimeSpan.FromDays(400));
        Assert.Equal((1, 0), await keeper.KeepAsync(Month, NoQuota, Token));

        Assert.Equal([1, 2], await LettersAsync(database));
        Assert.Equal(1ul, await DeletedAsync(database));
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task Sensors_beyond_the_cap_are_refused_unless_the_catalogue_names_them(MySqlFlavor flavor)
    {
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);
        var sensors = Sensors(database, most: 2);
        var writer = new BatchWriter(database.DataSource, sensors, database.Loader, TimeProvider.System);
        var (ownership, start) = await database.OwnAsync();
        await sensors.StoreCatalogueAsync(new SensorCatalogue([new Sensor("kitchen-temperature", "temperature", "°C", 0, 0, new(-40, 60), "", TimeSpan.FromSeconds(1))]), Token);

        var batch = Next(ownership, start, Reading(1, 20), Reading(1, 1, "a"), Reading(1, 2, "b"), Reading(1, 3, "c"), Element(1, Reading(2, 4, "c")), Reading(2, 5, "a"));
        var result = await writer.WriteAsync(batch, Token);

        Assert.Equal((4, 2), (result.Stored, result.DeadLetters));
        Assert.All(result.Refused, letter => Assert.Equal((DeadLetterReason.TooManySensors, true), (letter.Reason, letter.Detail.StartsWith("sensorId: \"c\"", StringComparison.Ordinal))), throwIfEmpty: true);
        Assert.Equal(3, await database.QueryAsync(db => db.Sensors.CountAsync(Token)));
        // Another process, which begins with what the table has.
        Assert.Equal((2, 1), await WriteAsync(database, Next(ownership, batch.Next, Reading(3, 1, "a"), Reading(3, 1, "b"), Element(2, Reading(3, 1, "d")))));
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task Processes_that_register_sensors_at_the_same_time_stay_within_the_cap_together(MySqlFlavor flavor)
    {
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(process =>
            Sensors(database, most: 5).ResolveAsync([Reading(1, 1, $"{process}-a"), Reading(1, 1, $"{process}-b"), Reading(1, 1, $"{process}-c")], Token)));

        Assert.Equal(5, await database.QueryAsync(db => db.Sensors.CountAsync(Token)));
    }

    private static SensorRegistry Sensors(IngestDatabase database, int most) =>
        new(database.DataSource, Options.Create(new SensorRegistryOptions { MaxSensors = most }), NullLogger<SensorRegistry>.Instance);

    // Each refused reading has a position of its own.
    private static IngestReading Element(int item, IngestReading reading) => reading with { Origin = reading.Origin with { Item = item } };

    private static async Task<(int Stored, int DeadLetters)> WriteAsync(IngestDatabase database, IngestBatch batch)
    {
        var result = await new BatchWriter(database.DataSource, Sensors(database, most: 2), database.Loader, TimeProvider.System).WriteAsync(batch, Token);
        return (result.Stored, result.DeadLetters);
    }

    private static async Task AddAsync(IngestDatabase database, int letters, int bodyBytes)
    {
        var (ownership, start) = await database.OwnAsync();
        var body = new byte[bodyBytes];
        await database.Writer.WriteAsync(
            Next(ownership, start) with { DeadLetters = [.. Enumerable.Range(0, letters).Select(number => new DeadLetter(new EventOrigin(number, 0, Noon, body), DeadLetterReason.Undecodable, "garbage"))] }, Token);
    }

    private static Task<List<long>> LettersAsync(IngestDatabase database) =>
        database.QueryAsync(db => db.DeadLetters.OrderBy(row => row.SequenceNumber).Select(row => row.SequenceNumber).ToListAsync(Token));

    private static Task<ulong> DeletedAsync(IngestDatabase database) => database.QueryAsync(db => db.Retention.Select(row => row.DeadLettersDeleted).SingleAsync(Token));
}
