using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using IotAspire.Contracts.Readings;

namespace IotAspire.Tests.Contracts;

public sealed class NumberTextTests
{
    [Fact]
    public void Numbers_are_written_as_the_runtime_writes_json_and_read_back_bit_by_bit() => Numbers.Any.Sample(value =>
    {
        var expected = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(expected))
            json.WriteNumberValue(value);
        var room = new byte[NumberText.MaxLength];

        var text = Encoding.ASCII.GetString(room, 0, NumberText.Write(value, room));

        Assert.Equal(Encoding.ASCII.GetString(expected.WrittenSpan), text);
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture)));
    }, iter: 200_000);
}
