using System.Globalization;
using System.Text.Json;
using IotAspire.BrowserTests.Support;
using Microsoft.Playwright;
using NodaTime;

namespace IotAspire.BrowserTests.Explore;

/// <summary>The page's logic that needs no page: its modules, called as they are served.</summary>
public sealed class ModuleTests(TestBrowser browser, ExploreSite site) : BrowserTest(browser), IClassFixture<ExploreSite>
{
    private static readonly string[] Zones = ["UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu"];

    [Fact]
    public async Task A_view_survives_its_link()
    {
        var page = await PageAsync();
        string[] views =
        [
            """{"sensors":null,"from":"-1h","to":"","bucket":"auto","zone":"","type":"","text":"","band":true}""",
            """{"sensors":[],"from":"-30d","to":"-7d","bucket":"1d","zone":"Asia/Kathmandu","type":"","text":"","band":false}""",
            """{"sensors":["a","b.c-d_9"],"from":"2026-11-20T00:00:00.000Z","to":"2026-11-21T00:00:00.000Z","bucket":"raw","zone":"UTC","type":"a&b=c","text":"küche + %2C 'x' #","band":true}""",
        ];

        foreach (var view in views)
        {
            var both = await page.EvaluateAsync<string[]>("""
                async text => {
                  const { DEFAULTS, parse, toSearch } = await import('/explore/logic/state.js');
                  const view = { ...DEFAULTS, ...JSON.parse(text) };
                  return [view, parse(toSearch(view))].map(one => JSON.stringify(one));
                }
                """, view);
            Assert.Equal(both[0], both[1]);
        }
    }

    [Fact]
    public async Task What_makes_no_sense_in_a_link_is_as_if_it_were_not_there()
    {
        var page = await PageAsync();
        string[] searches = ["", "?from=yesterday&to=never&bucket=7m&zone=Mars/Phobos&band=maybe", "?from=-1h&to=-2h", "?from=-999999999w", "?key=secret&X-API-Key=secret"];

        foreach (var search in searches)
        {
            var canonical = await page.EvaluateAsync<string>("async search => { const state = await import('/explore/logic/state.js'); return state.toSearch(state.parse(search)); }", search);
            Assert.Equal("", canonical);
        }
    }

    [Fact]
    public async Task A_date_in_a_link_is_its_midnight_in_the_zone_of_the_view()
    {
        var page = await PageAsync();

        var view = await page.EvaluateAsync<string>(
            "async search => { const { from, to } = (await import('/explore/logic/state.js')).parse(search); return `${from} ${to}`; }",
            "?from=2026-11-23&to=2026-11-24&zone=Europe/Lisbon");
        var summer = await page.EvaluateAsync<string>(
            "async search => (await import('/explore/logic/state.js')).parse(search).from", "?from=2026-07-01&zone=Asia/Kolkata");

        Assert.Equal("2026-11-23T00:00:00.000Z 2026-11-24T00:00:00.000Z", view);
        Assert.Equal("2026-06-30T18:30:00.000Z", summer);
    }

    [Fact]
    public async Task A_stream_of_events_reads_the_same_however_it_is_cut()
    {
        var page = await PageAsync();

        var results = await page.EvaluateAsync<JsonElement>("""
            async () => {
              const { EventReader } = await import('/explore/logic/events.js');
              const text = 'id: 7\nevent: reading\ndata: {"a":1}\ndata: more\n\n: comment\n\ndata:x\r\n\r\nretry: 250\nid:8\nevent: empty\n\nevent: last\ndata: end\n\n';
              const results = new Set();
              for (let first = 0; first <= text.length; first++)
                for (let second = first; second <= text.length; second += 3) {
                  const reader = new EventReader();
                  const events = [text.slice(0, first), text.slice(first, second), text.slice(second)].flatMap(part => reader.read(part));
                  results.add(JSON.stringify([events, reader.lastId, reader.retry]));
                }
              return [...results];
            }
            """);

        Assert.Equal(
            """[[{"name":"reading","data":"{\"a\":1}\nmore"},{"name":"message","data":"x"},{"name":"last","data":"end"}],"8",250]""",
            Assert.Single(results.EnumerateArray()).GetString());
    }

    [Fact]
    public async Task Local_times_are_those_of_the_zone()
    {
        var page = await PageAsync();
        // Every seventh hour of a year, so that changes of the clocks are met from both sides.
        var instants = Enumerable.Range(0, 1251).Select(i => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(7 * i).ToUnixTimeMilliseconds()).ToArray();

        foreach (var zone in Zones)
        {
            var shown = await page.EvaluateAsync<string[]>("async ([zone, instants]) => { const times = await import('/explore/logic/times.js'); return instants.map(at => times.toInput(at, zone)); }", new object[] { zone, instants });
            var read = await page.EvaluateAsync<double[]>("async ([zone, texts]) => { const times = await import('/explore/logic/times.js'); return texts.map(text => times.fromInput(text, zone)); }", new object[] { zone, shown });

            var noda = DateTimeZoneProviders.Tzdb[zone];
            Assert.Equal(instants.Select(at => Instant.FromUnixTimeMilliseconds(at).InZone(noda).ToString("uuuu-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)), shown);
            // An hour that the clocks show twice may be read as either.
            Assert.All(instants.Zip(read, shown), one => Assert.Equal(one.Third, Instant.FromUnixTimeMilliseconds((long)one.Second).InZone(noda).ToString("uuuu-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)));
        }
    }

    [Fact]
    public async Task A_line_stops_where_readings_are_missing()
    {
        var page = await PageAsync();

        var runs = await page.EvaluateAsync<string>("""
            async () => {
              const { fromReadings, split, gapOf } = await import('/explore/logic/series.js');
              const at = second => ({ sensorId: 'a', measuredAt: new Date(second * 1000).toISOString(), value: second });
              const points = fromReadings([0, 1, 2, 4, 9, 10, 100].map(at)).get('a');
              return JSON.stringify(split(points, gapOf(1000)).map(run => run.map(point => point.value)));
            }
            """);

        // One reading left out isn't a gap: clocks and ways aren't that even.
        Assert.Equal("[[0,1,2,4],[9,10],[100]]", runs);
    }

    private async Task<IPage> PageAsync()
    {
        var tab = await OpenAsync(site.Address);
        // Only the page's address and its policy are wanted.
        await tab.Page.RouteAsync("**/explore/main*.js", route => route.FulfillAsync(new() { ContentType = "text/javascript", Body = "" }));
        await tab.GotoAsync("/explore");
        return tab.Page;
    }
}
