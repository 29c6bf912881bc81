using IotAspire.ServiceDefaults;

namespace IotAspire.Tests.ServiceDefaults;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("Kitchen 21.5 °C 🌡", "Kitchen 21.5 °C 🌡")]
    [InlineData("a\r\nfail: Forged[0]", @"a\u000d\u000afail: Forged[0]")]
    [InlineData("\e[2J\u009b31m\u007f\t", @"\u001b[2J\u009b31m\u007f\u0009")]
    [InlineData("a\u2028b\u2029c\u0085d", @"a\u2028b\u2029c\u0085d")]
    [InlineData("\u202Egnp.exe\u2066\u200B\uFEFF", @"\u202egnp.exe\u2066\u200b\ufeff")]
    public void What_would_begin_a_line_or_drive_a_terminal_is_written_as_its_number(string text, string visible) =>
        Assert.Equal(visible, VisibleText.Of(text));
}
