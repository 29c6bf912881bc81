using IotAspire.LocalDashboard;
using IotAspire.LocalDashboard.Decoding;
using IotAspire.LocalDashboard.Logs;
using IotAspire.LocalDashboard.Traces;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace IotAspire.Tests.LocalDashboard;

public sealed class LogTests
{
    private static readonly SpanRef Within = new(new(1, 2), 3);
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData("info: IotAspire.Api.Program[14] Now listening on: http://localhost:5080", LogLevel.Information, "IotAspire.Api.Program", "Now listening on: http://localhost:5080")]
    [InlineData("fail: A.B[-1] one [two] three", LogLevel.Error, "A.B", "one [two] three")]
    [InlineData("\e[40m\e[33mwarn\e[39m\e[22m\e[49m: A[0]", LogLevel.Warning, "A", "")]
    [InlineData("crit: The data folder is in use", LogLevel.Critical, "", "The data folder is in use")]
    [InlineData("2026-11-25 19:00:27 0 [Warning] Aborted connection", LogLevel.Warning, "", "2026-11-25 19:00:27 0 [Warning] Aborted connection")]
    [InlineData("2026-11-25T19:00:27.123456Z 0 [ERROR] [MY-010119] [Server] Aborting", LogLevel.Error, "", "2026-11-25T19:00:27.123456Z 0 [ERROR] [MY-010119] [Server] Aborting")]
    [InlineData("information: no level of ours", LogLevel.Information, "", "information: no level of ours")]
    [InlineData("", LogLevel.Information, "", "")]
    public void Level_category_and_message_are_found(string line, LogLevel level, string category, string text) =>
        Assert.Equal(new LogLine(level, category, text), LineParser.Parse(line, isError: false, default));

    [Fact]
    public void An_indented_line_continues_the_one_before_and_other_errors_are_errors()
    {
        var before = new LogLine(LogLevel.Critical, "A.B", "boom");

        Assert.Equal(before with { Text = "   at Main()" }, LineParser.Parse("   at Main()", isError: true, before));
        Assert.Equal(LogLevel.Error, LineParser.Parse("Unhandled exception.", isError: true, default).Level);
    }

    [Fact]
    public void A_very_long_line_is_cut() =>
        Assert.Equal(AttributeDecoder.LongestText + 1, LineParser.Parse(new string('x', 1_000_000), isError: false, default).Text.Length);

    [Fact]
    public void Each_resource_keeps_its_latest_lines_and_what_goes_is_counted()
    {
        var store = Store(new() { MaximumLogLines = 3 });
        store.Write("quiet", "early", isError: false);
        for (var number = 1; number <= 10; number++)
            store.Write("loud", $"line {number}", isError: false);

        Assert.Equal(["early", "line 8", "line 9", "line 10"], Texts(store, new()));
        Assert.Equal((4, 7), store.Counts);
    }

    [Fact]
    public void Long_lines_go_by_their_weight()
    {
        var store = Store(new() { MaximumLogBytes = 1 << 16 });
        for (var number = 0; number < 100; number++)
            store.Write("loud", new string('x', 4_000), isError: false);

        Assert.InRange(store.Counts.Lines, 1, (1 << 16) / 8_000);
        Assert.Equal(100, store.Counts.Lines + store.Counts.Dropped);
    }

    [Fact]
    public void Long_categories_weigh_too()
    {
        var store = Store(new() { MaximumLogBytes = 1 << 16 });
        for (var number = 0; number < 100; number++)
            store.Add([Exported("loud", new string('c', 4_000), "short")]);

        Assert.InRange(store.Counts.Lines, 1, (1 << 16) / 8_000);
    }

    [Fact]
    public void Level_text_resource_and_trace_filter()
    {
        var store = Store();
        store.Write("api", "info: A[1] Kitchen is warm", isError: false);
        store.Write("api", "fail: A[2] Kitchen is on fire", isError: false);
        store.Write("mysql", "fail: B[2] Kitchen isn't a table", isError: false);
        store.Add([Exported("api", "A", "Kitchen is on fire")]);

        Assert.Equal(["Kitchen is on fire", "Kitchen isn't a table"], Texts(store, new(MinimumLevel: LogLevel.Warning)));
        Assert.Equal(["Kitchen is on fire"], Texts(store, new(Text: "FIRE")));
        Assert.Equal(["Kitchen isn't a table"], Texts(store, new("mysql")));
        Assert.Equal(["Kitchen is on fire"], Texts(store, new(Trace: Within.Trace)));
    }

    [Fact]
    public void An_exported_line_ties_its_twin_to_the_trace_and_a_second_one_the_second()
    {
        var store = Store();
        store.Write("api", "info: A[1] same", isError: false);
        store.Write("api", "info: A[1] same", isError: false);
        var (_, version) = store.Since(0, new(), 10);
        store.Add([Exported("api", "A", "same")]);

        var (changed, next) = store.Since(version, new(), 10);
        Assert.Equal((1, Within), (Assert.Single(changed).Number, changed[0].Span));
        store.Add([Exported("api", "A", "same")]);
        Assert.Equal(2, Assert.Single(store.Since(next, new(), 10).Entries).Number);
        Assert.Equal(2, store.Counts.Lines);
    }

    [Fact]
    public void A_message_of_several_lines_is_the_twin_of_the_one_that_the_console_shows()
    {
        var store = Store();
        store.Write("api", "info: A[1] one two", isError: false);
        store.Add([Exported("api", "A", "one\r\n  two")]);

        Assert.Equal(Within, Assert.Single(store.Since(0, new(), 10).Entries).Span);
    }

    [Fact]
    public void An_exported_line_without_a_twin_is_shown_itself()
    {
        var store = Store();
        store.Write("api", "info: A[1] old", isError: false);
        _time.Advance(TimeSpan.FromMinutes(1));
        store.Add([Exported("api", "A", "old"), Exported("other", "B", "from elsewhere")]);

        Assert.Equal(["old", "old", "from elsewhere"], Texts(store, new()));
        Assert.Equal([new(), Within, Within], store.Since(0, new(), 10).Entries.Select(entry => entry.Span));
    }

    [Fact]
    public void Names_that_come_over_the_network_do_not_fill_the_memory()
    {
        var store = Store();
        store.Add(Enumerable.Range(0, 1_000).Select(number => Exported($"service {number}", "A", "text")));

        Assert.InRange(store.Resources.Count, 1, 51);
        Assert.Equal(1_000, store.Counts.Lines);
    }

    [Fact]
    public async Task New_lines_reach_a_page_that_is_open()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        dashboard.Server.Write("api", "info: A[1] before", isError: false);
        var lines = await LogStream.ReadAsync(dashboard, "/api/logs?resource=api", events: 2, afterFirst: () =>
        {
            dashboard.Server.Write("hub", "not wanted", isError: false);
            dashboard.Server.Write("api", "fail: A[1] <script>alert(1)</script>", isError: false);
        });

        Assert.Equal([("before", "Information"), ("<script>alert(1)</script>", "Error")], lines.Select(line => (line.GetProperty("text").GetString()!, line.GetProperty("level").GetString()!)));
    }

    private static IEnumerable<string> Texts(LogStore store, LogQuery query) => store.Since(0, query, 100).Entries.Select(entry => entry.Line.Text);

    private LogStore Store(LocalDashboardOptions? options = null) => new(options ?? new(), _time);

    private ExportedLog Exported(string service, string category, string text) => new(
        service, category, (ulong)(_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100, LogLevel.Information, text, Within);
}
