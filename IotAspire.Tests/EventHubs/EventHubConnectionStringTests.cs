using IotAspire.EventHubs;

namespace IotAspire.Tests.EventHubs;

public sealed class EventHubConnectionStringTests
{
    private const string Complete =
        "Endpoint=sb://localhost:5999;SharedAccessKeyName=name;SharedAccessKey=secret=;EntityPath=telemetry;UseDevelopmentEmulator=true;ConsumerGroup=g";

    [Fact]
    public void All_parts_are_read()
    {
        var hub = EventHubConnectionString.Parse(Complete);

        Assert.Equal(("localhost", 5999, "name", "secret=", "telemetry", "g"), (hub.Host, hub.Port, hub.KeyName, hub.Key, hub.EventHubName, hub.ConsumerGroup));
        Assert.True(hub.UseDevelopmentEmulator);
    }

    [Theory]
    [InlineData("Endpoint=sb://ns.servicebus.windows.net/;SharedAccessKeyName=n;SharedAccessKey=k;EntityPath=h", 5671)]
    [InlineData("endpoint=sb://localhost;sharedaccesskeyname=n;sharedaccesskey=k;entitypath=h;usedevelopmentemulator=TRUE;", 5672)]
    public void The_port_follows_from_the_transport(string text, int port) => Assert.Equal(port, EventHubConnectionString.Parse(text).Port);

    [Fact]
    public void The_key_is_never_printed() => Assert.DoesNotContain("secret", EventHubConnectionString.Parse(Complete).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Every_error_is_reported_with_the_form_and_without_the_key()
    {
        var failure = Assert.Throws<FormatException>(
            () => EventHubConnectionString.Parse("Endpoint=http://x;SharedAccessKey=secret;top-secret;UseDevelopmentEmulator=maybe;EntityPath="));

        foreach (var expected in new[] { "Endpoint isn't", "SharedAccessKeyName is missing", "A part isn't", "UseDevelopmentEmulator must", "EntityPath has no value", EventHubConnectionString.Form })
            Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void An_empty_one_is_said_to_be_empty(string? text) =>
        Assert.StartsWith("It is empty.", Assert.Throws<FormatException>(() => EventHubConnectionString.Parse(text)).Message, StringComparison.Ordinal);
}
