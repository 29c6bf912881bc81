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

    // Twenty-one sensors, of which the first has no readings; every other one measures humidity.
    private const string Fleet = """
        const choice = await import('/explore/logic/choice.js');
        const { haystackOf } = await import('/explore/logic/sensors.js');
        const all = Array.from({ length: 21 }, (_, index) => ({ sensorId: `s${index}`, type: index % 2 === 0 ? 'temperature' : 'humidity', latest: index === 0 ? null : { value: 1 } }))
          .map(sensor => ({ ...sensor, haystack: haystackOf(sensor) }));
        const fleet = { all, size: all.length, find: sensorId => all.find(sensor => sensor.sensorId === sensorId) };
        """;

    [Fact]
    public async Task A_view_survives_its_link()
    {
        var page = await PageAsync();
        string[] views =
        [
            """{"sensors":null,"from":"-1h","to":"","bucket":"auto","zone":"","type":"","text":"","band":true}""",
            """{"sensors":[],"from":"-30d","to":"-7d","bucket":"1d","zone":"Asia/Kathmandu","type":"","text":"","silent":false,"band":false}""",
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
            Assert.All(instants.Zip(read, shown), one => Assert.Equal(one.Third, Instant.FromUnixTimeMilliseconds((long)one.Second).InZone(noda).ToString("uuuu-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)), throwIfEmpty: true);
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

    [Fact]
    public async Task An_axis_holds_its_values_and_no_two_of_its_labels_are_the_same()
    {
        var page = await PageAsync();
        var random = new Random(7);
        double[] special = [0, double.Epsilon, -double.Epsilon, 1e-12, -1e-12, 1, 21.5, 123_456_789, -987_654_321_012, 1e100, -1e100, double.MaxValue, double.MinValue];
        var sets = special.Select(value => new[] { value })
            .Concat(Enumerable.Range(0, 3000).Select(_ =>
            {
                var start = special[random.Next(special.Length)];
                // Far apart, near to each other, or nearly the same.
                return new[] { start, special[random.Next(special.Length)], start * (1 + Math.Pow(10, -random.Next(17))) }.Where(double.IsFinite).Take(random.Next(1, 4)).ToArray();
            }))
            .ToArray();

        var faults = await page.EvaluateAsync<string[]>("""
            async sets => {
              const { axisOf, labelled, labelsOf, withoutPeaks } = await import('/explore/logic/axes.js');
              const { formatValue } = await import('/explore/logic/sensors.js');
              const { scalesOf, viridis } = await import('/explore/logic/colours.js');
              const LIMIT = 1e300;
              const faults = [];
              for (const values of sets) {
                const axis = axisOf(values);
                const labels = labelled(axis).map(labelsOf(axis));
                const isHeld = values.every(value => Math.abs(value) > LIMIT || (value >= axis.min && value <= axis.max));
                if (!(axis.min < axis.max && axis.interval > 0 && isHeld && [axis.min, axis.max].every(Number.isFinite)))
                  faults.push(`${values}: ${JSON.stringify(axis)}`);
                if (labels.length > 12 || new Set(labels).size !== labels.length || labels.some(label => label.length > 19))
                  faults.push(`${values}: ${labels.join(' | ')}`);
                // Buckets whose readings are all the same have no width.
                const seen = withoutPeaks(values.map(value => ({ value, min: value, max: value })));
                if (!values.every(value => seen.includes(value)))
                  faults.push(`${values}: the axis is made for ${seen}`);
                for (const range of [0, 1e9]) {
                  const [scale] = scalesOf(values.map(value => ({ unit: '°C', type: 't', rangeMinimum: -range, rangeMaximum: range, latest: { value } }))).values();
                  if (!(scale.domain[0] < scale.domain[1] && scale.domain.every(Number.isFinite)) || values.some(value => /NaN|undefined/.test(viridis((value - scale.domain[0]) / (scale.domain[1] - scale.domain[0])))))
                    faults.push(`${values}: a scale of ${scale.domain}`);
                }
                if (values.some(value => formatValue(value).length > 16))
                  faults.push(values.map(formatValue).join());
              }
              return faults.slice(0, 20);
            }
            """, sets);

        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("21.5", "21.50")]
    [InlineData("0", "0.00")]
    [InlineData("0.0012", "0.0012")]
    [InlineData("-1e-12", "-1e-12")]
    [InlineData("0.000125", "1.25e-4")]
    [InlineData("123456789", "123,456,789")]
    [InlineData("-987654321012", "-987,654,321,012")]
    [InlineData("1234567890123", "1.235e12")]
    [InlineData("1e100", "1e100")]
    public async Task A_value_is_told_with_the_digits_that_matter(string value, string expected)
    {
        var page = await PageAsync();

        Assert.Equal(expected, await page.EvaluateAsync<string>("async text => (await import('/explore/logic/sensors.js')).formatValue(Number(text))", value));
    }

    [Fact]
    public async Task What_a_view_names_beyond_the_fleet_and_the_colours_is_left_out_and_told()
    {
        var page = await PageAsync();

        var told = await page.EvaluateAsync<string[]>($$"""
            async () => {
              {{Fleet}}
              const view = { sensors: ['x', ...fleet.all.slice(2).map(sensor => sensor.sensorId)], type: 'smell', text: '', silent: true };
              const { sensors, type } = choice.omissions(view, fleet);
              return [`${choice.sensorsOf(view, fleet).map(sensor => sensor.sensorId)}`, `${choice.unknownOf(view, fleet)}`, ...sensors, ...type];
            }
            """);

        Assert.Equal(
            [
                "s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13", "x",
                "There is no such sensor: x; what is shown leaves that out.",
                "At most 12 sensors at once; what is shown leaves out s14, s15, s16, s17, s18 and 2 more.",
                "No sensor is of the type smell; sensors of all types are listed.",
            ],
            told);
    }

    [Fact]
    public async Task The_first_sensors_are_those_with_readings_and_of_the_type_if_there_is_one()
    {
        var page = await PageAsync();

        var first = await page.EvaluateAsync<string[]>($$"""
            async () => {
              {{Fleet}}
              return ['', 'humidity', 'smell'].map(type => `${choice.firstOf({ type, text: '', silent: true }, fleet)}`);
            }
            """);

        // The sensor s0 has no readings.
        Assert.Equal(["s1,s2,s3,s4,s5", "s1,s3,s5,s7,s9", "s1,s2,s3,s4,s5"], first);
    }

    [Fact]
    public async Task Choosing_a_sensor_adds_it_choosing_it_again_removes_it_and_a_full_choice_takes_no_more()
    {
        var page = await PageAsync();

        var choices = await page.EvaluateAsync<string>("""
            async () => {
              const { toggled } = await import('/explore/logic/choice.js');
              const full = Array.from({ length: 12 }, (_, index) => `s${index}`);
              return JSON.stringify([toggled(['a'], 'b'), toggled(['a', 'b'], 'a'), toggled(full, 'b'), toggled(full, 's0').length]);
            }
            """);

        Assert.Equal("""[["a","b"],["b"],null,11]""", choices);
    }

    [Fact]
    public async Task What_is_scheduled_is_due_after_its_pause_and_what_is_not_is_due_at_once()
    {
        var page = await PageAsync();

        var due = await page.EvaluateAsync<string>("""
            async () => {
              const { Schedule } = await import('/explore/logic/schedule.js');
              let now = 1000;
              const schedule = new Schedule(() => now);
              const due = [schedule.isDue('fleet')];
              schedule.after('fleet', 500);
              for (now of [1499, 1500])
                due.push(schedule.isDue('fleet'));
              schedule.after('fleet', 500);
              due.push(schedule.isDue('fleet'), schedule.isDue('tail'));
              schedule.immediately('fleet');
              due.push(schedule.isDue('fleet'));
              return JSON.stringify(due);
            }
            """);

        Assert.Equal("[true,false,true,false,true,true]", due);
    }

    [Fact]
    public async Task Only_the_answer_to_the_last_request_for_quality_is_kept()
    {
        var page = await PageAsync();

        var results = await page.EvaluateAsync<string>("""
            async () => {
              const { Quality } = await import('/explore/data/quality.js');
              const answers = [];
              const quality = new Quality({ all: () => new Promise(resolve => answers.push(resolve)) });
              const requests = ['first', 'second', 'third'].map(call => quality.load(call));
              answers[1]('second');
              answers[2]('third');
              answers[0]('first');
              const results = [...await Promise.all(requests), quality.loaded];
              const last = quality.load('fourth');
              quality.clear();
              answers[3]('fourth');
              return JSON.stringify([...results, await last, quality.loaded]);
            }
            """);

        Assert.Equal("""[false,false,true,"third",false,null]""", results);
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
