using IotAspire.LocalMySql;
using IotAspire.Storage.Ingest;
using IotAspire.Storage.Schema;
using IotAspire.Tests.Aggregator;
using IotAspire.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static IotAspire.Tests.Storage.Batches;

namespace IotAspire.Tests.Storage;

/// <summary>Servers that somebody has set up in another way: what is stored must not depend on it.</summary>
public sealed class ServerSettingsTests(MySqlServers servers, ConfiguredServers configured) : IClassFixture<ConfiguredServers>
{
    private const int MinPacket = 4 * 1024 * 1024;
    private const int MaxEvent = 1024 * 1024;

    public static TheoryData<MySqlFlavor, string, string> Settings
    {
        get
        {
            var all = new TheoryData<MySqlFlavor, string, string>();
            foreach (var flavor in MySqlServers.Flavors.Select(row => row.Data))
            {
                all.Add(flavor, "time_zone", "'+05:00'");
                all.Add(flavor, "sql_mode", "'ANSI_QUOTES,PIPES_AS_CONCAT,TRADITIONAL'");
                all.Add(flavor, "sql_mode", "''");
                all.Add(flavor, "transaction_isolation", "'SERIALIZABLE'");
                all.Add(flavor, "sql_notes", "0");
                all.Add(flavor, "max_allowed_packet", $"{MinPacket}");
            }

            return all;
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Settings))]
    public async Task What_is_stored_does_not_depend_on_the_servers_settings(MySqlFlavor flavor, string variable, string value)
    {
        await using var server = await configured.WithAsync(flavor, (variable, value));
        await using var database = IngestDatabase.Open(server.ConnectionString);
        await database.Migrator.MigrateAsync(Token);
        var (ownership, start) = await database.OwnAsync();
        // Two megabytes of rows.
        var first = Next(ownership, start, [.. Enumerable.Range(0, 40_000).Select(second => Reading(second + 0.999999, second / 3.0))]);
        await database.Writer.WriteAsync(first, Token);

        var letters = Enumerable.Range(0, 2000).Select(item => Poison(item, $@"\'""`{item}\")).ToArray();
        var second = Next(ownership, first.Next, [.. Enumerable.Range(0, 1000).Select(second => Reading(second + 0.999999, second / 3.0)), Reading(-1, 1)]);
        var result = await database.Writer.WriteAsync(second with { DeadLetters = letters }, Token);

        Assert.Equal(new IngestResult(1, 1000, 0, 0, 0, 2000), result with { Refused = [] });
        var stored = await database.QueryAsync(db => db.DeadLetters.AsNoTracking().OrderBy(row => row.Item).ToListAsync(Token));
        Assert.Equal(letters.Select(letter => letter.Detail), stored.Select(row => row.Detail));
        Assert.All(stored, row => Assert.Equal(letters[(int)row.Item].Origin.Body.ToArray(), row.Body), throwIfEmpty: true);
        var raw = await database.ReadingsAsync();
        Assert.Equal(40_001, raw.Count);
        Assert.Equal(Noon.AddSeconds(-1), raw[0].MeasuredAt);
        Assert.Equal(Noon.AddTicks(9_999_990), raw[1].MeasuredAt);
        Assert.Equal(1000, await StoredReadings.VerifyRollupsAsync(database, raw));
    }

    [Theory, MemberData(nameof(MySqlServers.Flavors), MemberType = typeof(MySqlServers))]
    public async Task What_would_store_wrongly_or_nothing_is_named(MySqlFlavor flavor)
    {
        await using (var server = await configured.WithAsync(flavor))
        await using (var fit = IngestDatabase.Open(server.ConnectionString))
            await new ServerSettings(fit.DataSource).VerifyAsync(Token);
        await using var spoilt = await configured.WithAsync(flavor, ("autocommit", "0"), ("sql_mode", "'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'"), ("max_allowed_packet", $"{MinPacket / 4}"));
        await using var database = IngestDatabase.Open(spoilt.ConnectionString);

        var unfit = await Assert.ThrowsAsync<UnfitServerException>(() => new ServerSettings(database.DataSource).VerifyAsync(Token));

        Assert.Equal(["autocommit", "sql_mode", "max_allowed_packet"], unfit.Errors.Select(error => error.Split(' ')[0]));
    }

    [Theory, MemberData(nameof(MySqlServers.Flavors), MemberType = typeof(MySqlServers))]
    public async Task The_largest_event_fits_as_a_dead_letter(MySqlFlavor flavor)
    {
        await using var server = await configured.WithAsync(flavor, ("max_allowed_packet", $"{MinPacket}"));
        await using var database = IngestDatabase.Open(server.ConnectionString);
        await database.Migrator.MigrateAsync(Token);
        var (ownership, start) = await database.OwnAsync();
        var poison = new DeadLetter(new EventOrigin(0, 0, Noon, new byte[MaxEvent]), DeadLetterReason.Undecodable, "not JSON");

        await database.Writer.WriteAsync(Next(ownership, start) with { DeadLetters = [poison] }, Token);

        Assert.Equal(MaxEvent, (await database.QueryAsync(db => db.DeadLetters.AsNoTracking().SingleAsync(Token))).Body.Length);
    }

    [Theory, MemberData(nameof(MySqlServers.Flavors), MemberType = typeof(MySqlServers))]
    public async Task A_detail_is_cut_between_characters(MySqlFlavor flavor)
    {
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);
        var (ownership, start) = await database.OwnAsync();
        var detail = "x" + string.Concat(Enumerable.Repeat("🌡", 1000));

        await database.Writer.WriteAsync(Next(ownership, start) with { DeadLetters = [Poison(0, detail)] }, Token);

        Assert.StartsWith("x🌡", (await database.QueryAsync(db => db.DeadLetters.AsNoTracking().SingleAsync(Token))).Detail, StringComparison.Ordinal);
    }

    private static DeadLetter Poison(int item, string detail)
    {
        var body = new byte[4000];
        new Random(item).NextBytes(body);
        "\\'\"\0\n\x1a"u8.CopyTo(body);
        return new(new EventOrigin(50_000, item, Noon, body), DeadLetterReason.Undecodable, detail);
    }
}
