using System.Net;
using System.Text;
using Apache.Arrow.Ipc;
using IotAspire.Contracts.Catalogue;
using IotAspire.Storage.Ingest;
using IotAspire.Tests.Api.Answers;
using IotAspire.Tests.Support;
using static IotAspire.Tests.Storage.Batches;

namespace IotAspire.Tests.Api;

public sealed class FormatsTests(MySqlServers servers, EmptyApi empty) : IClassFixture<EmptyApi>
{
    private const string Question = "/api/v1/readings?from=2026-11-23T12:00:00Z&to=2026-11-23T13:00:00Z";
    private static readonly string[] Columns = ["sensorId", "measuredAt", "value", "unit", "enqueuedAt", "outOfRange", "late"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_without_rows_keeps_its_columns_and_types()
    {
        var api = empty.Api;

        Assert.Equal(string.Join(',', Columns) + "\r\n", Encoding.UTF8.GetString(await BodyAsync(api, "csv")));
        Assert.Empty(await BodyAsync(api, "ndjson"));
        Assert.Equal(string.Join(',', Columns) + "\r\n", Encoding.UTF8.GetString((await BodyAsync(api, "excel"))[3..]));
        using var duckdb = new DuckDb();
        duckdb.Add("answer.parquet", await BodyAsync(api, "parquet"));
        Assert.Equal(Columns, duckdb.Query("FROM 'answer.parquet'").Columns);
        Assert.Equal("TIMESTAMP WITH TIME ZONE", duckdb.Query("SELECT column_type FROM (DESCRIBE FROM 'answer.parquet') WHERE column_name = 'measuredAt'").Rows[0][0]);
        var sheet = Assert.Single(XlsxText.Parse(await BodyAsync(api, "xlsx")));
        Assert.Equal("readings", sheet.Name);
        Assert.Equal(Columns, sheet.Sheet.Columns);
        Assert.Empty(sheet.Sheet.Rows);
        using var arrow = new ArrowStreamReader(new MemoryStream(await BodyAsync(api, "arrow")));
        var schema = await arrow.GetSchema(Token);
        Assert.Equal(Columns, schema.FieldsList.Select(field => field.Name));
        Assert.Equal("timestamp", schema.FieldsList[1].DataType.Name);
        Assert.Null(await arrow.ReadNextRecordBatchAsync(Token));
    }

    [Fact]
    public async Task Csv_quotes_what_it_must_and_Excel_computes_nothing()
    {
        await using var api = await RunningApi.StartAsync(servers);
        string[] places = ["Hall, \"B\"\r\nleft", "=1+1", "+49", "-2", "@SUM(A1)", "\n=1", "\u00a0\ufeff =1", "＝1", "plain\t=1"];
        await api.Database.Sensors.StoreCatalogueAsync(
            new SensorCatalogue([.. places.Select((place, i) => new Sensor($"s{i}", "temperature", "°C", 1, -2, new(0, 45), place, TimeSpan.FromSeconds(1)))]), Token);

        var csv = TableReaders.Csv(Encoding.UTF8.GetString(await api.Client.GetByteArrayAsync("/api/v1/sensors?format=csv&excel=false", Token)));
        var bytes = await api.Client.GetByteArrayAsync("/api/v1/sensors?format=excel", Token);
        var excel = CsvText.Parse(Encoding.UTF8.GetString(bytes[3..]));

        Assert.Equal(places.Select(place => Table.Cell(place)), csv.Rows.Select(row => csv[row, "description"]));
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), bytes[..3]);
        var column = Array.IndexOf(excel[0], "description");
        Assert.Equal([places[0], .. places[1..^1].Select(place => $"'{place}"), places[^1]], excel.Skip(1).Select(row => row[column]));
        Assert.Contains("\"plain\t=1\"", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        foreach (var (question, separator) in new[] { ("format=csv", ','), ("format=csv&excel=true", ','), ("format=csv&decimal=comma", ';') })
        {
            var guarded = CsvText.Parse(await api.Client.GetStringAsync($"/api/v1/sensors?{question}", Token), separator);
            Assert.Equal(excel.Select(row => row[column]), guarded.Select(row => row[column]));
        }

        // Numbers stay numbers.
        Assert.All(excel.Skip(1), row => Assert.Equal("-2", row[Array.IndexOf(excel[0], "longitude")]), throwIfEmpty: true);

        await api.StoreAsync(Reading(1.5, 20));
        var readings = CsvText.Parse(Encoding.UTF8.GetString((await BodyAsync(api, "excel&sensorId=kitchen-temperature"))[3..]));
        Assert.Equal("2026-11-23 12:00:01", readings[1][1]);
        Assert.Equal("°C", readings[1][3]);
    }

    [Fact]
    public async Task Csv_with_a_decimal_comma_is_the_same_table()
    {
        await using var api = await RunningApi.StartAsync(servers);
        double[] values = [1.5, -0.25, 1e-7, 1.5e20, 0.1 + 0.2, 100];
        await api.StoreAsync([.. values.Select((value, second) => Reading(second + 0.123456, value, unit: "1;2,3"))]);

        var csv = TableReaders.Csv(Encoding.UTF8.GetString(await BodyAsync(api, "csv&decimal=point")));
        var comma = CsvText.Parse(Encoding.UTF8.GetString(await BodyAsync(api, "csv&decimal=comma")), ';');
        var excel = CsvText.Parse(Encoding.UTF8.GetString((await BodyAsync(api, "excel&decimal=COMMA"))[3..]), ';');

        Assert.Equal(csv.Columns, comma[0]);
        Assert.Equal(values.Select(Table.Text), csv.Rows.Select(row => csv[row, "value"]));
        Assert.Equal(["1,5", "-0,25", "1E-07", "1,5E+20", "0,30000000000000004", "100"], comma.Skip(1).Select(row => row[2]));
        Assert.Equal(["2026-11-23 12:00:00,123456", "1;2,3"], [comma[1][1], comma[1][3]]);
        Assert.Equal(comma.Select(row => row[2]), excel.Select(row => row[2]));
        Assert.Equal("2026-11-23 12:00:00", excel[1][1]);
        Assert.NotEqual(await TagAsync(api, "csv", null, HttpStatusCode.OK), await TagAsync(api, "csv&decimal=comma", null, HttpStatusCode.OK));
    }

    [Theory]
    [InlineData("readings?format=parquet&decimal=comma", "decimal", "csv and excel")]
    [InlineData("readings?decimal=point", "decimal", "csv and excel")]
    [InlineData("readings?format=csv&decimal=semicolon", "decimal", "must be one of point, comma")]
    [InlineData("catalogue/fields?format=xlsx&decimal=comma", "decimal", "csv and excel")]
    [InlineData("catalogue/fields?format=csv&decimal=.", "decimal", "must be one of point, comma")]
    [InlineData("sensors?format=excel&excel=false", "excel", "applies only to csv")]
    [InlineData("sensors?format=xls", "format", "must be one of json, ndjson, csv, excel, xlsx, parquet, arrow")]
    public async Task What_a_format_does_not_have_is_refused(string question, string parameter, string reason)
    {
        var api = empty.Api;

        var problem = await api.GetAsync($"/api/v1/{question}", HttpStatusCode.BadRequest);

        var error = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        Assert.Equal(parameter, error.GetProperty("name").GetString());
        Assert.Contains(reason, error.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decimal_comma_can_be_asked_for_with_Accept()
    {
        var api = empty.Api;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/catalogue/fields?decimal=comma");
        request.Headers.TryAddWithoutValidation("Accept", "text/csv; profile=excel");

        using var response = await api.Client.SendAsync(request, Token);

        var body = await response.Content.ReadAsByteArrayAsync(Token);
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), body[..3]);
        Assert.Equal("table;field;type;unit;nullable;meaning", Encoding.UTF8.GetString(body[3..]).Split("\r\n")[0]);
    }

    [Fact]
    public async Task A_workbook_of_a_page_says_where_the_next_one_is()
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.StoreAsync(Reading(0.9999, 1), Reading(2, 2));

        using var response = await api.Client.GetAsync(new Uri($"{Question}&format=xlsx&limit=1", UriKind.Relative), Token);
        var sheet = Assert.Single(XlsxText.Parse(await response.Content.ReadAsByteArrayAsync(Token)));
        var next = response.Headers.GetValues("Link").Single().Split('<', '>')[1];
        var rest = Assert.Single(XlsxText.Parse(await api.Client.GetByteArrayAsync(new Uri(next, UriKind.Relative), Token)));

        // Times are cut to milliseconds: a sheet has no more.
        Assert.Equal(["kitchen-temperature|2026-11-23T12:00:00.999000Z|1|°C"], sheet.Sheet.Lines().Select(line => string.Join('|', line.Split('|')[..4])));
        Assert.Equal("2", rest.Sheet[Assert.Single(rest.Sheet.Rows), "value"]);
        Assert.Equal("readings.xlsx", response.Content.Headers.ContentDisposition?.FileName);
        // The same rows are other bytes a second later.
        Assert.Null(response.Headers.ETag);
    }

    [Fact]
    public async Task More_columns_than_a_sheet_has_are_refused()
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.Database.Sensors.StoreCatalogueAsync(
            new SensorCatalogue([.. Enumerable.Range(0, 1000).Select(i => new Sensor($"s{i}", "temperature", "°C", 1, 2, new(0, 45), "Hall", TimeSpan.FromSeconds(1)))]), Token);
        const string Wide = "/api/v1/aggregates?from=2026-11-23T12:00:00Z&to=2026-11-23T12:02:00Z&bucket=1m&shape=wide&functions=count,sum,avg,min,max,first,last,stddev,p1,p2,p3,p4,p5,p6,p7,p8,p9,p10";

        var problem = await api.GetAsync($"{Wide}&format=xlsx", HttpStatusCode.BadRequest);

        Assert.Contains("xlsx has room for 16384 columns; the answer has 18004", problem.ToString(), StringComparison.Ordinal);
        using var csv = await api.Client.GetAsync(new Uri($"{Wide}&format=csv", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.OK, csv.StatusCode);
    }

    [Theory]
    [InlineData("*/*", "application/json")]
    [InlineData("text/csv", "text/csv")]
    [InlineData("Text/CSV", "text/csv")]
    [InlineData("text/*", "text/csv")]
    [InlineData("text/csv;profile=\"excel\"", "text/csv")]
    [InlineData("application/json;q=0.5, application/vnd.apache.parquet", "application/vnd.apache.parquet")]
    [InlineData("application/x-ndjson, text/csv", "application/x-ndjson")]
    [InlineData("application/json;q=0, */*;q=0.1", "application/x-ndjson")]
    [InlineData("text/html, application/xhtml+xml, */*;q=0.8", "application/json")]
    [InlineData("image/png, application/vnd.apache.arrow.stream;q=0.1", "application/vnd.apache.arrow.stream")]
    [InlineData("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    [InlineData("image/png", null)]
    [InlineData("*/*;q=0", null)]
    public async Task Accept_is_negotiated(string accept, string? expected)
    {
        var api = empty.Api;
        using var request = new HttpRequestMessage(HttpMethod.Get, Question);
        request.Headers.TryAddWithoutValidation("Accept", accept);

        using var response = await api.Client.SendAsync(request, Token);

        Assert.Equal(expected is null ? HttpStatusCode.NotAcceptable : HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected ?? "application/problem+json", response.Content.Headers.ContentType?.MediaType);
        if (expected is not null)
        {
            Assert.Equal(expected.StartsWith("text/", StringComparison.Ordinal) ? "utf-8" : null, response.Content.Headers.ContentType?.CharSet);
            Assert.Equal(accept.Contains("excel", StringComparison.Ordinal), (await response.Content.ReadAsByteArrayAsync(Token)).AsSpan().StartsWith(Encoding.UTF8.Preamble));
        }
    }

    [Theory]
    [InlineData("json")]
    [InlineData("csv&limit=10")]
    [InlineData("csv")]
    [InlineData("arrow")]
    public async Task Rows_that_a_caller_has_are_not_sent_again(string format)
    {
        await using var api = await RunningApi.StartAsync(servers);
        var (ownership, position) = await api.Database.OwnAsync();
        async Task StoreAsync(params IngestReading[] readings)
        {
            var batch = Next(ownership, position, readings);
            await api.Database.Writer.WriteAsync(batch, Token);
            position = batch.Next;
        }

        await StoreAsync(Reading(1, 20), Reading(7000, 21));
        var tag = await TagAsync(api, format, null, HttpStatusCode.OK);
        Assert.NotNull(tag);
        await TagAsync(api, format, tag, HttpStatusCode.NotModified);

        // A reading of another hour doesn't matter, one of this hour does.
        await StoreAsync(Reading(9000, 22));
        await TagAsync(api, format, tag, HttpStatusCode.NotModified);
        await StoreAsync(Reading(2, 23));
        Assert.NotEqual(tag, await TagAsync(api, format, tag, HttpStatusCode.OK));
        Assert.NotEqual(tag, await TagAsync(api, "ndjson", tag, HttpStatusCode.OK));
    }

    [Theory]
    [InlineData("long")]
    [InlineData("wide")]
    public async Task Streamed_aggregates_that_a_caller_has_are_not_sent_again(string shape)
    {
        await using var api = await RunningApi.StartAsync(servers);
        var ownership = await api.StoreAsync(Reading(1, 20), Reading(7000, 21));
        var (question, format) = (Question.Replace("readings", "aggregates", StringComparison.Ordinal), $"csv&shape={shape}");
        var tag = await TagAsync(api, format, null, HttpStatusCode.OK, question);
        Assert.NotNull(tag);
        await TagAsync(api, format, tag, HttpStatusCode.NotModified, question);
        Assert.NotEqual(tag, await TagAsync(api, $"{format}&functions=avg", tag, HttpStatusCode.OK, question));
        Assert.NotEqual(tag, await TagAsync(api, $"{format}&bucket=5m", tag, HttpStatusCode.OK, question));
        Assert.NotEqual(tag, await TagAsync(api, $"{format}&fill=null", tag, HttpStatusCode.OK, question));
        Assert.NotEqual(tag, await TagAsync(api, $"{format}&groupBy=type", tag, HttpStatusCode.OK, question));

        // The same values, but now they are complete.
        await api.Database.Checkpoints.MarkCaughtUpAsync(ownership, Noon.AddSeconds(100), 1, Token);
        Assert.NotEqual(tag, await Eventually.Async(() => TagAsync(api, format, null, HttpStatusCode.OK, question), now => now != tag, TimeSpan.FromSeconds(10), "another tag"));
    }

    [Fact]
    public async Task Answers_at_once_do_not_mix()
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.StoreAsync([.. Enumerable.Range(0, 3000).Select(second => Reading(second, second))]);
        string[] formats = ["csv", "ndjson", "arrow", "parquet", "excel", "json&limit=2500", "csv&minValue=2000", "parquet&maxValue=900"];
        var alone = new List<byte[]>();
        foreach (var format in formats)
            alone.Add(await BodyAsync(api, format));

        var together = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => BodyAsync(api, formats[i % formats.Length])));

        for (var i = 0; i < together.Length; i++)
            Assert.Equal(alone[i % formats.Length], together[i]);
    }

    private static async Task<string?> TagAsync(RunningApi api, string format, string? known, HttpStatusCode expected, string question = Question)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{question}&format={format}");
        if (known is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", $"\"other\", {known}");
        using var response = await api.Client.SendAsync(request, Token);
        Assert.Equal(expected, response.StatusCode);
        if (expected == HttpStatusCode.NotModified)
            Assert.Empty(await response.Content.ReadAsByteArrayAsync(Token));
        return response.Headers.ETag?.ToString();
    }

    private static async Task<byte[]> BodyAsync(RunningApi api, string format)
    {
        using var response = await api.Client.GetAsync($"{Question}&format={format}", Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsByteArrayAsync(Token);
    }
}
