using System.Globalization;
using CsCheck;
using IotAspire.LocalMySql;
using IotAspire.Storage.Ingest;
using IotAspire.Storage.Model;
using IotAspire.Tests.Contracts;
using IotAspire.Tests.Support;
using static IotAspire.Tests.Storage.Batches;

namespace IotAspire.Tests.Storage;

/// <summary>The two ways of loading, on servers that allow LOAD DATA LOCAL or forbid it.</summary>
public sealed class ReadingLoaderTests(MySqlServers servers)
{
    private const int LoadDataForbidden = 3502;

    private static readonly double[] Values =
    [
        1e100, -1e100, double.MaxValue, double.MinValue, double.Epsilon, -double.Epsilon, 2.2250738585072014e-308, 1e-308, 0.0, -0.0,
        0.1 + 0.2, 1.0 / 3, Math.PI, 1e21, 123456789012345680, 9007199254740993, 4.35, 5e-324, 1.7976931348623155e308,
    ];

    public static TheoryData<MySqlFlavor> Flavors => MySqlServers.Flavors;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Flavors))]
    public async Task A_server_that_forbids_load_data_local_stores_the_same_and_it_is_said_once(MySqlFlavor flavor)
    {
        await using var server = await OwnServer.StartAsync(servers, flavor);
        await server.ExecuteAsync("SET GLOBAL local_infile = 0");
        var log = new LogLines();
        await using var database = IngestDatabase.Open(await server.CreateDatabaseAsync(), log);
        await database.Migrator.MigrateAsync(Token);
        var (ownership, start) = await database.OwnAsync();
        var first = Next(ownership, start, [.. Enumerable.Range(0, 1200).Select(second => Reading(second, second % 30))]);

        Assert.Equal(new IngestResult(1200, 0, 0, 0, 0, 0), await database.Writer.WriteAsync(first, Token));
        var second = Next(ownership, first.Next, Reading(1, 1), Reading(2, 99), Reading(1300, 5));
        Assert.Equal(new IngestResult(1, 1, 1, 0, 0, 0), await database.Writer.WriteAsync(second, Token));

        Assert.Equal(1201, (await database.ReadingsAsync()).Count);
        var days = await database.RollupsAsync(RollupLevel.Day);
        Assert.Equal((1201u, 1u, 1u), (days[0].Count, days[0].Duplicates, days[0].Conflicts));
        await VerifyValuesAsync(database, ownership, second.Next, 1201);
        Assert.Single(log.Of(LoadDataForbidden));
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task Every_double_comes_back_as_it_was(MySqlFlavor flavor)
    {
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);
        var (ownership, start) = await database.OwnAsync();

        await VerifyValuesAsync(database, ownership, start, 0);
    }

    // At the ends of a minute, a year and what servers can hold; the microseconds below a millisecond are cut off where they are the hub's.
    [Theory, MemberData(nameof(Flavors))]
    public async Task Every_instant_and_any_double_come_back_as_they_were(MySqlFlavor flavor)
    {
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);
        DateTime[] instants =
        [
            .. new[] { "1000-01-01T00:00", "1999-12-31T23:59", "2000-02-29T23:59", "2026-11-23T12:00", "9999-12-30T23:59" }.SelectMany(minute =>
                new[] { "00", "00.000001", "00.000999", "00.001", "00.5", "09.999999", "59", "59.9995", "59.999999" }.Select(second => Utc($"{minute}:{second}Z"))),
            .. Enumerable.Range(0, 5_000).Select(index => Noon.AddDays(1).AddTicks(index * 1_234_567_890L)),
        ];
        var values = Numbers.OfReadings.Array[instants.Length].Single();
        List<StoredReading> records = [.. instants.Order().Select((at, index) => new StoredReading(uint.MaxValue, at, values[index], at, (ReadingQuality)255))];

        await using (var transaction = await IngestTransaction.BeginAsync(database.DataSource, Token))
        {
            await database.Loader.PrepareAsync(transaction, Token);
            Assert.Equal(records.Count, (await database.Loader.LoadAsync(transaction, records, Token)).Inserted);
            foreach (var deltas in RollupDeltas.Of(new(default, default, default, default), records, []))
                await RollupWriter.AddAsync(transaction, deltas, Token);
            await transaction.CommitAsync(Token);
        }

        Assert.Equal(
            records.Select(row => (row.Sensor, row.MeasuredAt, Bits(row.Value), Milliseconds(row.EnqueuedAt), (byte)255)),
            (await database.ReadingsAsync()).Select(row => (row.Sensor, row.MeasuredAt, Bits(row.Value), row.EnqueuedAt, (byte)row.Flags)));
        foreach (var level in RollupLevel.All)
        {
            var expected = RollupDeltas.Of(new(default, default, default, default), records, []).Single(deltas => deltas.Level == level).Buckets;
            Assert.Equal(
                expected.Select(bucket => (bucket.Key.BucketStart, bucket.Value.FirstAt, bucket.Value.LastAt, Bits(bucket.Value.Sum), Bits(bucket.Value.M2),
                    Bits(bucket.Value.Min), Bits(bucket.Value.Max), Bits(bucket.Value.First), Bits(bucket.Value.Last))),
                (await database.RollupsAsync(level)).Select(row => (row.BucketStart, row.FirstAt, row.LastAt, Bits(row.Sum), Bits(row.M2),
                    Bits(row.Min), Bits(row.Max), Bits(row.First), Bits(row.Last))));
        }
    }

    private static async Task VerifyValuesAsync(IngestDatabase database, PartitionOwnership ownership, Checkpoint checkpoint, int before)
    {
        // Days apart and before all others, so that no two share a bucket; enqueued at the end of a millisecond.
        var readings = Values.Select((value, index) => Reading((index - Values.Length) * 86_400, value, delaySeconds: 1e7 + 0.9997)).ToArray();

        await database.Writer.WriteAsync(Next(ownership, checkpoint, readings), Token);

        var stored = await database.ReadingsAsync();
        Assert.Equal(Values.Length + before, stored.Count);
        Assert.Equal(Values.Select(Bits), stored.Take(Values.Length).Select(row => Bits(row.Value)));
        Assert.Equal(readings.Select(reading => Milliseconds(reading.Origin.EnqueuedAt)), stored.Take(Values.Length).Select(row => row.EnqueuedAt));
        foreach (var level in RollupLevel.All)
        {
            var rollups = (await database.RollupsAsync(level)).Take(Values.Length).ToList();
            Assert.Equal(Values, rollups.Select(row => row.Sum));
            Assert.Equal(Values, rollups.Select(row => row.Min));
            Assert.Equal(Values, rollups.Select(row => row.Last));
        }
    }

    private static DateTime Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).UtcDateTime;

    private static DateTime Milliseconds(DateTime instant) => instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerMillisecond));

    // Bitwise but for the sign of zero, which the servers drop: -0 and 0 are the same reading.
    private static string Bits(double value) => $"{value + 0.0:R} {BitConverter.DoubleToInt64Bits(value + 0.0):x16}";
}
