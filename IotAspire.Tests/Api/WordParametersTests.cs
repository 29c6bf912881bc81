using System.Net;
using System.Text.Json;
using FastEndpoints;
using IotAspire.Api.Features.Aggregates;
using IotAspire.Api.Formats;
using IotAspire.Api.Hosting;
using IotAspire.Api.Times;
using IotAspire.Tests.Support;
using Microsoft.AspNetCore.Routing;
using static IotAspire.Tests.Storage.Batches;

namespace IotAspire.Tests.Api;

/// <summary>Parameters whose value is a word: any case is taken, and who writes another word is told which one was meant.</summary>
public sealed class WordParametersTests(MySqlServers servers, EmptyApi empty) : IClassFixture<EmptyApi>
{
    [Fact]
    public async Task Every_word_that_the_document_lists_is_answered_in_any_case()
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.StoreAsync(Reading(1, 20), Reading(2, 21));
        var asked = 0;
        foreach (var endpoint in api.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<EndpointDefinition>() is not { } definition)
                continue;
            foreach (var parameter in RequestParameter.Of(definition.ReqDtoType).Where(parameter => parameter.Words is not null))
            {
                foreach (var word in parameter.Words!)
                {
                    var shouted = word.EndsWith('m') ? word : word.ToUpperInvariant();
                    var (plain, loud) = (await AskAsync(api, endpoint, parameter.Name, word), await AskAsync(api, endpoint, parameter.Name, shouted));
                    // The catalogue says how old each sensor's newest reading is, a workbook when it was written.
                    Assert.True(definition.ReqDtoType == typeof(IotAspire.Api.Features.Catalogue.ListCatalogueRequest) || word == "xlsx" || plain.SequenceEqual(loud), $"{endpoint.RoutePattern.RawText} {parameter.Name}={word}");
                    asked++;
                }
            }
        }

        Assert.True(asked > 50);
    }

    [Fact]
    public void The_document_lists_every_word()
    {
        Assert.Equal([.. BucketSize.All.Select(size => size.Name), BucketSize.Auto], WordsOf(typeof(IotAspire.Api.Features.Aggregates.ListAggregatesRequest), "bucket"));
        Assert.Equal(BucketSize.All.SkipWhile(size => size.Length < TimeSpan.FromHours(1)).Select(size => size.Name), WordsOf(typeof(IotAspire.Api.Features.Quality.ListQualityRequest), "bucket"));
        Assert.Equal(Grouping.All.Select(grouping => grouping.Name), WordsOf(typeof(IotAspire.Api.Features.Aggregates.ListAggregatesRequest), "groupBy"));
        Assert.Equal(ResultFormat.All.Select(format => format.Name), WordsOf(typeof(IotAspire.Api.Features.Readings.ListReadingsRequest), "format"));
        Assert.Equal(ResultFormat.All.Select(format => format.Name), WordsOf(typeof(IotAspire.Api.Features.Catalogue.ListCatalogueFieldsRequest), "format"));
    }

    [Theory]
    [InlineData("aggregates?bucket=5min", "bucket", "must be one of 10s, ", "Did you mean \"5m\"?")]
    [InlineData("aggregates?bucket=1M", "bucket", "must be one of 10s, ", "Did you mean \"1m\" or \"1mo\"?")]
    [InlineData("aggregates?bucket=5M", "bucket", "must be one of 10s, ", "Did you mean \"5m\" or \"1mo\"?")]
    [InlineData("quality?bucket=daily", "bucket", "must be one of 1h, 2h, ", "Did you mean \"1d\"?")]
    [InlineData("quality?bucket=5m", "bucket", "must be one of 1h, 2h, ", "Did you mean \"1h\"?")]
    [InlineData("aggregates?functions=avg,Mean", "functions", "\"Mean\" isn't one.", "Did you mean \"avg\"?")]
    [InlineData("aggregates?functions=mean,avg,maxx", "functions", "\"maxx\" isn't one.", "Did you mean \"max\"?")]
    [InlineData("aggregates?functions=median", "functions", "\"median\" isn't one.", "Did you mean \"p50\"?")]
    [InlineData("aggregates?functions=stdev", "functions", "\"stdev\" isn't one.", "Did you mean \"stddev\"?")]
    [InlineData("aggregates?functions=cuont", "functions", "\"cuont\" isn't one.", "Did you mean \"count\"?")]
    [InlineData("aggregates?fill=ffill", "fill", "must be one of none, null, previous, linear.", "Did you mean \"previous\"?")]
    [InlineData("aggregates?shape=wid", "shape", "must be one of long, wide.", "Did you mean \"wide\"?")]
    [InlineData("aggregates?groupBy=sensorId", "groupBy", "must be one of sensor, type, place.", "Did you mean \"sensor\"?")]
    [InlineData("readings?order=descending", "order", "must be one of asc, desc.", "Did you mean \"desc\"?")]
    [InlineData("readings?format=jsonl", "format", "must be one of json, ", "Did you mean \"ndjson\"?")]
    [InlineData("catalogue/fields?format=xls", "format", "must be one of json, ", "Did you mean \"xlsx\"?")]
    [InlineData("live?events=reading", "events", "must be some of readings, 1m, 1h, 1d", "Did you mean \"readings\"?")]
    [InlineData("pipeline/deadLetters?reason=unit_mismatch", "reason", "must be one of undecodable, ", "Did you mean \"unit-mismatch\"?")]
    [InlineData("aggregates?timeZone=Berlin", "timeZone", "must be an IANA time zone", "Did you mean \"Europe/Berlin\"?")]
    [InlineData("readings?start=-1h", "start", "is not a parameter; allowed are ", "Did you mean \"from\"?")]
    [InlineData("readings?sensor=a", "sensor", "is not a parameter; allowed are ", "Did you mean \"sensorId\"?")]
    [InlineData("aggregates?functoins=avg", "functoins", "is not a parameter; allowed are ", "Did you mean \"functions\"?")]
    // What the endpoint doesn't have can't have been meant.
    [InlineData("sensors?interval=1h", "interval", "is not a parameter; allowed are ", "")]
    [InlineData("readings?order=sideways", "order", "must be one of asc, desc.", "")]
    public async Task Another_word_is_refused_with_the_one_that_was_meant(string question, string name, string reason, string asked)
    {
        var api = empty.Api;

        var problem = await api.GetAsync($"/api/v1/{question}", HttpStatusCode.BadRequest);

        var error = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        Assert.Equal(name, error.GetProperty("name").GetString());
        var said = error.GetProperty("reason").GetString()!;
        Assert.Contains(reason, said, StringComparison.Ordinal);
        Assert.EndsWith(asked, said, StringComparison.Ordinal);
        Assert.Equal(asked.Length > 0, said.Contains("Did you mean", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_echoed_is_spelt_as_it_is_listed()
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.StoreAsync(Reading(1, 20));

        var answer = await api.GetAsync("/api/v1/aggregates?BUCKET=1MO&functions=AVG,avg,P50&shape=LONG&timeZone=europe/berlin&from=2026-11-23T12:00:00Z&to=2026-11-23T13:00:00Z");

        Assert.Equal(("1mo", "Europe/Berlin"), (answer.GetProperty("bucket").GetString(), answer.GetProperty("timeZone").GetString()));
        var names = answer.GetProperty("aggregates")[0].EnumerateObject().Select(property => property.Name).ToList();
        Assert.Equal(["avg", "p50"], names.Where(name => name.ToUpperInvariant() is "AVG" or "P50"));
    }

    [Theory]
    [InlineData("sensors/kitchen-temprature", "Did you mean \"kitchen-temperature\"?")]
    [InlineData("readings?sensorId=kitchen", "Did you mean \"kitchen-temperature\"?")]
    [InlineData("live?sensorId=kitchen-temperatur", "Did you mean \"kitchen-temperature\"?")]
    [InlineData("readings?sensorId=garage", "lists the sensors.")]
    public async Task An_unknown_sensor_names_the_near_ones(string question, string asked)
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.StoreAsync(Reading(1, 20));

        var problem = await api.GetAsync($"/api/v1/{question}", HttpStatusCode.NotFound);

        Assert.EndsWith(asked, problem.GetProperty("errors")[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9007199254740992", HttpStatusCode.OK)]
    [InlineData("9.007199254740993e15", HttpStatusCode.OK)]
    [InlineData("9007199254740993", HttpStatusCode.BadRequest)]
    public async Task A_bound_that_would_be_another_number_is_refused(string number, HttpStatusCode status)
    {
        var api = empty.Api;

        var answer = await api.GetAsync($"/api/v1/readings?minValue={number}", status);

        if (status != HttpStatusCode.OK)
            Assert.Contains("must be exactly representable as a double", answer.GetProperty("errors")[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> WordsOf(Type request, string parameter) => RequestParameter.Of(request).Single(each => each.Name == parameter).Words!;

    private static async Task<byte[]> AskAsync(RunningApi api, RouteEndpoint endpoint, string parameter, string word)
    {
        // A range of its own, so that both answers are about the same time.
        var range = endpoint.Metadata.GetMetadata<EndpointDefinition>()!.ReqDtoType.GetProperty("From") is null ? "" : "&from=2026-11-23T12:00:00Z&to=2026-11-23T12:10:00Z";
        var format = parameter == "decimal" ? "&format=csv" : "";
        using var response = await api.Client.GetAsync($"/{endpoint.RoutePattern.RawText!.TrimStart('/')}?{parameter}={word}{range}{format}", TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{endpoint.RoutePattern.RawText} {parameter}={word}: {System.Text.Encoding.UTF8.GetString(body)}");
        return response.Content.Headers.ContentType!.MediaType == "application/json" ? JsonSerializer.SerializeToUtf8Bytes(WithoutNext(JsonSerializer.Deserialize<JsonElement>(body))) : body;
    }

    // It repeats the question.
    private static Dictionary<string, JsonElement> WithoutNext(JsonElement answer) =>
        answer.EnumerateObject().Where(property => property.Name != "next").ToDictionary(property => property.Name, property => property.Value);
}
