using IotAspire.AppHost.Running;

namespace IotAspire.Tests.AppHost.Running;

public sealed class ConsoleLinesTests
{
    [Fact]
    public void Each_line_says_where_it_comes_from() => Assert.Equal($"api        | hello{Environment.NewLine}", Write(useColor: false, "api"));

    [Fact]
    public void With_colour_each_name_keeps_its_own()
    {
        var lines = Write(useColor: true, "api", "hub", "api").Split(Environment.NewLine);

        Assert.Equal(lines[0], lines[2]);
        Assert.NotEqual(lines[0][..5], lines[1][..5]);
        Assert.All(lines[..3], line => Assert.Contains("\e[0m hello", line, StringComparison.Ordinal), throwIfEmpty: true);
    }

    [Fact]
    public void What_would_drive_a_terminal_is_written_as_its_number()
    {
        using var writer = new StringWriter();
        new ConsoleLines(writer, useColor: false).Write("hub", "a\e[2J\r\nfail: b\u2028\u202ec\u0085\td\U000E0041");

        Assert.Equal($@"hub        | a\u001b[2J\u000d\u000afail: b\u2028\u202ec\u0085{"\t"}d\udb40\udc41{Environment.NewLine}", writer.ToString());
    }

    // As the console formatter writes where Aspire has it use colour.
    [Fact]
    public void The_level_of_a_coloured_line_is_found() =>
        Assert.Equal("warn: IotAspire[7] text", ServiceConsole.Plain("2026-11-30T12:00:00.0000000Z \e[40m\e[1m\e[33mwarn\e[39m\e[22m\e[49m: IotAspire[7] text"));

    private static string Write(bool useColor, params string[] names)
    {
        using var writer = new StringWriter();
        var lines = new ConsoleLines(writer, useColor);
        foreach (var name in names)
            lines.Write(name, "hello");
        return writer.ToString();
    }
}
