using System.Globalization;
using IotAspire.Api.Formats;
using IotAspire.Tests.Api.Answers;
using IotAspire.Tests.Support;
using static IotAspire.Tests.Storage.Batches;

namespace IotAspire.Tests.Api;

/// <summary>An engine skips row groups and pages by their statistics; where these are wrong, it answers wrongly and says nothing.</summary>
public sealed class ParquetFilterTests(MySqlServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("readings?from=2026-11-23T12:00:00Z&to=2026-11-25", "measuredAt", "enqueuedAt")]
    [InlineData("readings/latest?", "measuredAt")]
    [InlineData("aggregates?from=2026-11-23T12:00:00Z&to=2026-11-25&bucket=1h", "bucketStart", "bucketEnd")]
    [InlineData("aggregates?from=2026-11-23T12:00:00Z&to=2026-11-25&bucket=10m&shape=wide", "bucketStart", "bucketEnd")]
    [InlineData("quality?from=2026-11-23T12:00:00Z&to=2026-11-25&bucket=1h", "bucketStart", "bucketEnd")]
    [InlineData("catalogue?", "firstReadingAt", "lastReadingAt")]
    public async Task A_filter_of_times_finds_the_same_rows_in_every_format(string question, params string[] columns)
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.StoreAsync(
        [
            .. Enumerable.Range(0, 2_000).Select(i => Reading((i * 60) + (i % 7 * 0.123457), i)),
            .. Enumerable.Range(0, 100).Select(i => Reading(i * 1000, i, "offices-temperature")),
        ]);
        using var duckdb = new DuckDb();
        foreach (var format in new[] { "csv", "parquet", "ndjson", "json" })
        {
            var address = $"/api/v1/{question}&format={format}{(format == "json" ? "&limit=100000" : "")}";
            duckdb.Add($"answer.{format}", await api.Client.GetByteArrayAsync(new Uri(address, UriKind.Relative), Token));
        }

        var rows = question.Split('?', '/')[0];
        (string Format, string From)[] texts =
        [
            ("csv", "read_csv('answer.csv')"),
            ("ndjson", $"read_json('answer.ndjson', format = 'newline_delimited', columns = {{{string.Join(", ", columns.Select(column => $"{column}: 'TIMESTAMPTZ'"))}}})"),
            ("json", $"(SELECT {string.Join(", ", columns.Select(column => $"CAST(row->>'{column}' AS TIMESTAMPTZ) AS {column}"))} FROM (SELECT unnest({rows}) AS row FROM read_json('answer.json', columns = {{{rows}: 'JSON[]'}})))"),
        ];
        // Texts have no statistics to skip by, so reading each once is enough.
        foreach (var (format, from) in texts)
            duckdb.Query($"CREATE TABLE {format} AS FROM {from}");
        foreach (var column in columns)
        {
            // Of the text, so that nothing is filtered.
            var times = TableReaders.Csv(await api.Client.GetStringAsync(new Uri($"/api/v1/{question}&format=csv", UriKind.Relative), Token));
            var all = times.Rows.Select(row => times[row, column]).OfType<string>().Order(StringComparer.Ordinal).ToList();
            Assert.NotEmpty(all);
            FindsTheSame(duckdb, "'answer.parquet'", column, all, "parquet");
            foreach (var (format, _) in texts)
                FindsTheSame(duckdb, format, column, all, format);
        }
    }

    [Fact]
    public async Task Borders_of_row_groups_far_years_and_nulls_are_found()
    {
        Field[] fields = [new("at", ValueKind.Instant, "Any."), new("maybe", ValueKind.Instant, "Any.", IsNullable: true), new("count", ValueKind.Integer, "Any.")];
        var (first, last) = (InstantColumn.Of(DateTime.MinValue), InstantColumn.Of(DateTime.MaxValue));
        const int Count = (ParquetWriter.RowGroup * 3) + 1000;
        // Two row groups before 1970, negative ones with microseconds that are no whole milliseconds, then on to the end of the year 9999.
        var times = Enumerable.Range(0, Count).Select(i => i < Count / 2 ? first / (Count / 2) * ((Count / 2) - i) : last / (Count / 2) * (i - (Count / 2))).Append(first).Append(-1).Append(0).Append(1).Append(last).Order().ToList();
        using var file = new MemoryStream();
        await using (var writer = new ParquetWriter(file, fields))
        {
            await writer.BeginAsync(Token);
            await writer.WriteAsync(
                fields,
                times.Index(),
                (rows, time) =>
                {
                    rows.Add(At(time.Item));
                    rows.Add(time.Index % 3 == 0 ? null : At(time.Item));
                    rows.Add((long)time.Index);
                },
                Token);
            await writer.EndAsync(null, Token);
        }

        using var duckdb = new DuckDb();
        duckdb.Add("times.parquet", file.ToArray());
        var groups = duckdb.Query("SELECT min(row_group_num_rows)::BIGINT FROM parquet_metadata('times.parquet') GROUP BY row_group_id").Rows;
        Assert.True(groups.Count >= 4, $"{groups.Count} row groups");
        var texts = times.ConvertAll(time => Table.Text(At(time)));
        FindsTheSame(duckdb, "'times.parquet'", "at", texts, "all");
        FindsTheSame(duckdb, "'times.parquet'", "maybe", [.. texts.Where((_, i) => i % 3 != 0)], "some null");
        Assert.Equal([$"{texts.Count - texts.Where((_, i) => i % 3 != 0).Count()}"], duckdb.Query("SELECT count(*) FROM 'times.parquet' WHERE maybe IS NULL").Lines());
        // Every row of a border, found by its number and by its time.
        for (var i = ParquetWriter.RowGroup - 600; i < ParquetWriter.RowGroup + 600; i += 100)
            Assert.Equal([$"{i}"], duckdb.Query($"SELECT count FROM 'times.parquet' WHERE \"at\" = '{texts[i]}'::TIMESTAMPTZ").Lines());
    }

    // All: every time that is there, sorted.
    private static void FindsTheSame(DuckDb duckdb, string from, string column, List<string> all, string what)
    {
        string[] cuts = [.. new[] { 0, 1, all.Count / 3, all.Count / 2, all.Count * 9 / 10, all.Count - 1 }.Select(i => all[Math.Min(i, all.Count - 1)]), "1980-01-01T00:00:00.000000Z", "1969-12-31T23:59:59.999999Z"];
        foreach (var cut in cuts)
        {
            var until = string.CompareOrdinal(cuts[2], cut) > 0 ? cuts[2] : cuts[4];
            Finds("=", time => time == cut);
            Finds("<", time => string.CompareOrdinal(time, cut) < 0);
            Finds("<=", time => string.CompareOrdinal(time, cut) <= 0);
            Finds(">", time => string.CompareOrdinal(time, cut) > 0);
            Finds(">=", time => string.CompareOrdinal(time, cut) >= 0);
            Count($"BETWEEN '{cut}'::TIMESTAMPTZ AND '{until}'::TIMESTAMPTZ", all.Count(time => string.CompareOrdinal(time, cut) >= 0 && string.CompareOrdinal(time, until) <= 0));
            void Finds(string comparison, Func<string, bool> isMet) => Count($"{comparison} '{cut}'::TIMESTAMPTZ", all.Count(isMet));
        }

        void Count(string filter, int expected)
        {
            var found = duckdb.Query($"SELECT count(*) FROM {from} WHERE \"{column}\" {filter}").Rows[0][0];
            Assert.True(found == expected.ToString(CultureInfo.InvariantCulture), $"{what}: {column} {filter}: {found} rows, expected {expected}");
        }
    }

    private static DateTime At(long microseconds) => DateTime.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
