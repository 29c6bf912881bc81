using System.Text.Json;
using IotAspire.Contracts.Readings;
using IotAspire.Generator.Publishing;

namespace IotAspire.Tests.Generator;

public sealed class EventPackerTests
{
    [Theory]
    [InlineData(1, new[] { 1, 1, 1, 1, 1 })]
    [InlineData(2, new[] { 2, 2, 1 })]
    [InlineData(50, new[] { 5 })]
    public void Readings_are_packed_in_order(int readingsPerEvent, int[] sizes)
    {
        List<Reading> readings = [.. Enumerable.Range(0, 5).Select(value => new Reading("a", DateTime.UnixEpoch.AddSeconds(value), value, "°C"))];

        var events = EventPacker.Pack(readings, readingsPerEvent);

        Assert.Equal(sizes, events.Select(outgoing => Values(outgoing.Body).Count));
        Assert.Equal([0, 1, 2, 3, 4], events.SelectMany(outgoing => Values(outgoing.Body)));
        Assert.All(events, outgoing => Assert.Equal(("application/json", "iotaspire.reading/1"), (outgoing.ContentType, outgoing.Properties!["schema"])));
    }

    private static List<double> Values(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        return [.. (root.ValueKind == JsonValueKind.Array ? root.EnumerateArray() : Enumerable.Repeat(root, 1)).Select(item => item.GetProperty("value").GetDouble())];
    }
}
