using IotAspire.Storage;
using MySqlConnector;

namespace IotAspire.Tests.Storage;

public sealed class IotDbConnectionStringTests
{
    [Theory]
    [InlineData("Server=db;Database=iotdb", 5)]
    [InlineData("Server=db;Database=iotdb;Connect Timeout=30", 30)]
    public void Opening_a_connection_is_limited_unless_the_text_says_how(string given, int seconds) =>
        Assert.Equal((uint)seconds, new MySqlConnectionStringBuilder(IotDbConnectionString.LimitConnectionTime(given, TimeSpan.FromSeconds(4.2))!).ConnectionTimeout);

    [Theory]
    [InlineData(null)]
    [InlineData("Server=db")]
    [InlineData("Colour=red")]
    public void What_cannot_be_used_is_left_for_the_check_that_says_why(string? given) =>
        Assert.Equal(given, IotDbConnectionString.LimitConnectionTime(given, TimeSpan.FromSeconds(5)));
}
