using IotAspire.LocalMySql;
using IotAspire.Storage.Ingest;
using IotAspire.Storage.Model;
using IotAspire.Storage.Schema;
using IotAspire.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static IotAspire.Tests.Storage.Batches;

namespace IotAspire.Tests.Storage;

public sealed class SchemaMigratorTests(MySqlServers servers)
{
    public static TheoryData<MySqlFlavor> Flavors => MySqlServers.Flavors;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Flavors))]
    public async Task Many_processes_migrate_at_once_and_the_migrations_run_once(MySqlFlavor flavor)
    {
        await using var first = await IngestDatabase.CreateAsync(servers, flavor, migrate: false);
        // Each has a container, a pool and a cache of its own, as another process would.
        var others = Enumerable.Range(0, 3).Select(_ => IngestDatabase.Open(first.ConnectionString)).ToList();

        await Task.WhenAll(others.Append(first).Select(database => database.Migrator.MigrateAsync(Token)));

        Assert.True(await first.Migrator.IsCurrentAsync(Token));
        Assert.Equal(
            await first.QueryAsync(db => Task.FromResult(db.Database.GetMigrations())),
            await first.QueryAsync(db => db.Database.GetAppliedMigrationsAsync(Token)));
        Assert.Equal(1, await first.QueryAsync(db => db.Retention.CountAsync(Token)));
        foreach (var database in others)
            await database.DisposeAsync();
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task A_migration_that_broke_off_halfway_is_run_again(MySqlFlavor flavor)
    {
        for (var done = 1; done <= InitialSteps.All.Length; done += 3)
        {
            await using var database = await IngestDatabase.CreateAsync(servers, flavor, migrate: false);
            foreach (var step in InitialSteps.All.Take(done))
                await database.ExecuteAsync(step);

            await database.Migrator.MigrateAsync(Token);

            await VerifyTablesAsync(database);
        }
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task A_migration_whose_history_is_lost_leaves_the_data_alone(MySqlFlavor flavor)
    {
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);
        var (ownership, start) = await database.OwnAsync();
        await database.Writer.WriteAsync(Next(ownership, start, Reading(1, 20)), Token);
        await database.ExecuteAsync("UPDATE `retention` SET `raw_cutoff` = '2026-01-01'");
        await database.ExecuteAsync("DELETE FROM `__EFMigrationsHistory`");
        await database.ExecuteAsync("DROP TABLE `rollups_1h`");
        await database.ExecuteAsync("DROP VIEW `readings_named`");
        Assert.False(await database.Migrator.IsCurrentAsync(Token));

        await database.Migrator.MigrateAsync(Token);

        await VerifyTablesAsync(database);
        Assert.Equal(20, Assert.Single(await database.ReadingsAsync()).Value);
        Assert.Equal(2026, (await database.QueryAsync(db => db.Retention.SingleAsync(Token))).RawCutoff.Year);
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task A_database_of_an_early_version_is_refused_and_left_alone(MySqlFlavor flavor)
    {
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);
        await database.ExecuteAsync("UPDATE `__EFMigrationsHistory` SET `MigrationId` = '20261123220419_Initial'");

        var refused = await Assert.ThrowsAsync<UnsupportedSchemaException>(() => database.Migrator.MigrateAsync(Token));

        Assert.Contains("20261123220419_Initial", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--reset", refused.Message, StringComparison.Ordinal);
        Assert.Equal("20261123220419_Initial", await database.ScalarAsync("SELECT `MigrationId` FROM `__EFMigrationsHistory`"));
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task Every_table_and_view_answers_queries_and_takes_rows_of_the_model(MySqlFlavor flavor)
    {
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);
        var (ownership, start) = await database.OwnAsync();
        var letter = new DeadLetter(new EventOrigin(1, 2, Noon, "x"u8.ToArray()), DeadLetterReason.Undecodable, "detail");
        await database.Writer.WriteAsync(Next(ownership, start, Reading(1, 20)) with { DeadLetters = [letter] }, Token);
        await database.QueryAsync(async db =>
        {
            db.ApiKeys.Add(new() { Name = "Büro 🌡", KeyHash = new byte[32], Scopes = "read", CreatedAt = Noon });
            return await db.SaveChangesAsync(Token);
        });

        await VerifyTablesAsync(database);

        Assert.Equal(("Büro 🌡", Noon), (await database.QueryAsync(db => db.ApiKeys.Select(row => ValueTuple.Create(row.Name, row.CreatedAt)).SingleAsync(Token))));
        Assert.Equal((1L, 2u, Noon), (await database.QueryAsync(db => db.DeadLetters.Select(row => ValueTuple.Create(row.SequenceNumber, row.Item, row.EnqueuedAt)).SingleAsync(Token))));
        Assert.Equal("kitchen-temperature", await database.ScalarAsync("SELECT `sensor_id` FROM `readings_named` WHERE `value` = 20 AND `unit` = '°C'"));
        Assert.Equal(0, (await database.QueryAsync(db => db.Checkpoints.SingleAsync(Token))).SequenceNumber);
    }

    private static async Task VerifyTablesAsync(IngestDatabase database)
    {
        await database.QueryAsync(async db =>
        {
            await db.Sensors.ToListAsync(Token);
            await db.Readings.ToListAsync(Token);
            await db.Checkpoints.ToListAsync(Token);
            await db.DeadLetters.ToListAsync(Token);
            await db.ApiKeys.ToListAsync(Token);
            foreach (var level in RollupLevel.All)
                await db.Rollups(level).ToListAsync(Token);
            return await db.Retention.SingleAsync(Token);
        });
        await database.ScalarAsync("SELECT COUNT(*) FROM `readings_named`");
    }
}
