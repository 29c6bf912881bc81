using IotAspire.AppHost.Embedded.Resources;
using IotAspire.ChildProcesses;

namespace IotAspire.Tests.AppHost.Embedded;

public sealed class StartErrorsTests
{
    private readonly StartErrors _errors = new();

    [Fact]
    public void Every_configuration_error_is_repeated_and_nothing_else()
    {
        Add("Configuration error: a", "Unhandled exception", "   at X", "Configuration error: b");

        Assert.Equal(":\n  Configuration error: a\n  Configuration error: b", _errors.ToString());
    }

    [Fact]
    public void Without_one_the_end_of_standard_error_is()
    {
        _errors.Add(new OutputLine("listening", IsError: false));
        Add("1", "2", "3", "4");

        Assert.Equal(":\n  2\n  3\n  4", _errors.ToString());
    }

    [Fact]
    public void Without_anything_the_log_is_pointed_to() => Assert.Equal("; its lines above say more", _errors.ToString());

    private void Add(params string[] lines)
    {
        foreach (var line in lines)
            _errors.Add(new OutputLine(line, IsError: true));
    }
}
