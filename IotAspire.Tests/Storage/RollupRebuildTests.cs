using IotAspire.ChildProcesses;
using IotAspire.LocalMySql;
using IotAspire.Storage;
using IotAspire.Storage.Ingest;
using IotAspire.Storage.Model;
using IotAspire.Tests.Aggregator;
using IotAspire.Tests.EndToEnd;
using IotAspire.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static IotAspire.Tests.Storage.Batches;

namespace IotAspire.Tests.Storage;

public sealed class RollupRebuildTests(MySqlServers servers)
{
    public static TheoryData<MySqlFlavor> Flavors => MySqlServers.Flavors;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static DateOnly Today => DateOnly.FromDateTime(Noon);

    [Theory, MemberData(nameof(Flavors))]
    public async Task Spoilt_rollups_come_right_while_batches_are_stored(MySqlFlavor flavor)
    {
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);
        var (ownership, checkpoint) = await database.OwnAsync();
        var batch = Next(ownership, checkpoint, [.. Enumerable.Range(0, 500).Select(second => Reading(second * 7, second % 30))]);
        await database.Writer.WriteAsync(batch, Token);
        await database.Writer.WriteAsync(batch = Next(ownership, batch.Next, Reading(0, 0), Reading(7, 99)), Token);
        await database.ExecuteAsync("UPDATE rollups_1m SET count = 1, sum = 5, m2 = 3; DELETE FROM rollups_1h; UPDATE rollups_1d SET first = 77, last_at = first_at");
        var rebuild = new RollupRebuild(database.DataSource);

        using var stored = new CancellationTokenSource();
        var rebuilding = RebuildUntilAsync(rebuild, stored.Token);
        for (var i = 0; i < 100; i++)
        {
            batch = Next(ownership, batch.Next, Reading((i * 7) + 1, i), Reading((i * 7) + 3, i, "deposit-temperature"));
            await WriteAsync(database, batch);
        }

        await stored.CancelAsync();
        Assert.True(await rebuilding > 1);
        var raw = await database.QueryAsync(db => db.Readings.AsNoTracking().ToListAsync(Token));
        Assert.Equal(700, raw.Count);
        // The hours were gone with their counts of repetitions; those aren't in the raw readings.
        await database.ExecuteAsync("UPDATE rollups_1h SET duplicates = 1, conflicts = 1 ORDER BY sensor, bucket_start LIMIT 1");
        Assert.Equal(2, await StoredReadings.VerifyRollupsAsync(database, raw));
    }

    [Fact]
    public async Task The_command_rebuilds_the_days_that_it_is_given()
    {
        await using var database = await IngestDatabase.CreateAsync(servers, MySqlFlavor.Any);
        var (ownership, checkpoint) = await database.OwnAsync();
        await database.Writer.WriteAsync(Next(ownership, checkpoint, Reading(1, 20), Reading(2, 21)), Token);
        await database.ExecuteAsync("DELETE FROM rollups_1d");

        var result = await RunAsync(database.ConnectionString, $"{Today:yyyy-MM-dd}", $"{Today.AddDays(1):yyyy-MM-dd}");

        Assert.Equal((0, "Rebuilt the rollups of 1 days of sensors."), (result.ExitCode, result.Text.Trim()));
        Assert.Equal(2u, Assert.Single(await database.RollupsAsync(RollupLevel.Day)).Count);
    }

    [Theory]
    [InlineData("Required argument 'TO' missing", "2026-11-01")]
    [InlineData("FROM is '2026-11-1', must be a date such as 2026-11-23.", "2026-11-1", "2026-11-02")]
    [InlineData("FROM must be before TO.", "2026-11-02", "2026-11-02")]
    public async Task Wrong_usage_of_the_command_is_explained(string expected, params string[] days)
    {
        var result = await RunAsync("Server=localhost;Database=none", days);

        Assert.Equal(64, result.ExitCode);
        Assert.Contains(expected, result.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task Days_whose_raw_readings_are_gone_even_in_part_are_refused_and_left_alone(MySqlFlavor flavor)
    {
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);
        var (ownership, checkpoint) = await database.OwnAsync();
        await database.Writer.WriteAsync(Next(ownership, checkpoint, Reading(1, 20)), Token);
        await database.ExecuteAsync($"DELETE FROM readings; UPDATE retention SET raw_cutoff = '{Today:yyyy-MM-dd} 00:00:01'");

        await Assert.ThrowsAsync<RawReadingsGoneException>(() => new RollupRebuild(database.DataSource).RunAsync(Today, Today.AddDays(1), Token));

        Assert.Equal(1u, Assert.Single(await database.RollupsAsync(RollupLevel.Day)).Count);
    }

    private static async Task<int> RebuildUntilAsync(RollupRebuild rebuild, CancellationToken stored)
    {
        var rounds = 0;
        do
        {
            await rebuild.RunAsync(Today, Today.AddDays(1), Token);
            rounds++;
        }
        while (!stored.IsCancellationRequested);
        return rounds;
    }

    private static async Task WriteAsync(IngestDatabase database, IngestBatch batch)
    {
        while (true)
        {
            try
            {
                await database.Writer.WriteAsync(batch, Token);
                return;
            }
            catch (Exception exception) when (DatabaseFault.IsTransient(exception))
            {
                // A deadlock, as the service would meet it.
            }
        }
    }

    private static async Task<ChildProcessResult> RunAsync(string connectionString, params string[] days)
    {
        using var children = new ChildProcessHost();
        return await children.RunAsync(
            new("dotnet", [BuiltAssembly.PathOf("IotAspire.Aggregator"), "rebuild", .. days])
            {
                Environment = AggregatorSettings.Of("Endpoint=sb://localhost;SharedAccessKeyName=none;SharedAccessKey=none;EntityPath=none", connectionString)
                    .ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), string? (setting) => setting.Value),
            },
            Token);
    }
}
