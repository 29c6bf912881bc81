using System.Buffers;
using System.Text;
using CsCheck;
using IotAspire.Contracts.Readings;

namespace IotAspire.Tests.Contracts;

public sealed class ReadingCodecTests
{
    private static readonly Gen<Reading> AnyReading = Gen.Select(
        Gen.String[Gen.Char["abcxyz0189"], 1, 64],
        Gen.Long[0, new DateTime(9999, 1, 1).Ticks / TimeSpan.TicksPerMicrosecond],
        Gen.Double.Where(value => Math.Abs(value) <= 1e100),
        Gen.OneOfConst("°C", "%", "\"\\", "µ😀"),
        (id, microseconds, value, unit) => new Reading(id, new DateTime(microseconds * TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc), value, unit));

    [Fact]
    public void What_is_encoded_is_decoded() => AnyReading.Array[1, 20].Sample(readings =>
    {
        var (decoded, errors) = Decode(Encode(readings));

        Assert.Empty(errors);
        Assert.Equal(readings, decoded.Select(item => item.Reading));
        Assert.All(decoded, item => Assert.Equal(DateTimeKind.Utc, item.Reading.MeasuredAt.Kind));
    });

    [Fact]
    public void One_reading_has_the_documented_form()
    {
        var reading = new Reading("kitchen-temperature", new DateTime(2026, 11, 23, 18, 12, 0, DateTimeKind.Utc).AddMicroseconds(123456), 21.5, "°C");

        Assert.Equal(
            """{"sensorId":"kitchen-temperature","measuredAt":"2026-11-23T18:12:00.123456Z","value":21.5,"unit":"°C"}""",
            Encoding.UTF8.GetString(Encode([reading])));
    }

    [Fact]
    public void Bytes_of_any_kind_never_throw_and_give_an_error_or_a_reading() =>
        Gen.OneOf(Gen.Byte.Array[0, 60], Mutated()).Sample(bytes =>
        {
            var (readings, errors) = Decode(bytes);
            Assert.True(readings.Count + errors.Count > 0);
            Assert.All(errors, error => Assert.InRange(error.Start + error.Length, 0, bytes.Length));
        });

    [Theory]
    [InlineData("""{"measuredAt":"2026-11-23T18:12:00Z","value":1,"unit":"°C"}""", "sensorId: missing")]
    [InlineData("""{"sensorId":"A","measuredAt":"2026-11-23T18:12:00Z","value":1,"unit":"°C"}""", "sensorId: must be")]
    [InlineData("""{"sensorId":"a","value":1,"unit":"°C"}""", "measuredAt: missing")]
    [InlineData("""{"sensorId":"a","measuredAt":"2026-11-23T18:12:00","value":1,"unit":"°C"}""", "measuredAt: must be")]
    [InlineData("""{"sensorId":"a","measuredAt":"2026-11-23T18:12:00.1234567Z","value":1,"unit":"°C"}""", "measuredAt: must be")]
    [InlineData("""{"sensorId":"a","measuredAt":17,"value":1,"unit":"°C"}""", "measuredAt: must be")]
    [InlineData("""{"sensorId":"a","measuredAt":"2026-11-23T18:12:00Z","value":1e999,"unit":"°C"}""", "value: must be")]
    [InlineData("""{"sensorId":"a","measuredAt":"2026-11-23T18:12:00Z","value":-1.1e100,"unit":"°C"}""", "value: must be")]
    [InlineData("""{"sensorId":"a","measuredAt":"2026-11-23T18:12:00Z","value":"1","unit":"°C"}""", "value: must be")]
    [InlineData("""{"sensorId":"a","measuredAt":"2026-11-23T18:12:00Z","value":{"a":[1]},"unit":"°C"}""", "value: must be")]
    [InlineData("""{"sensorId":"a","measuredAt":"2026-11-23T18:12:00Z","value":1}""", "unit: missing")]
    [InlineData("""{"sensorId":"a","measuredAt":"2026-11-23T18:12:00Z","value":1,"unit":""}""", "unit: must be")]
    [InlineData("\"text\"", "reading: must be an object")]
    [InlineData("[]", "an empty array")]
    [InlineData("", "not JSON")]
    [InlineData("{} {}", "not JSON")]
    [InlineData("""{"sensorId":"\ud800","measuredAt":"2026-11-23T18:12:00Z","value":1,"unit":"°C"}""", "not JSON")]
    public void A_body_that_is_no_reading_names_the_property(string body, string detail)
    {
        var (readings, errors) = Decode(Encoding.UTF8.GetBytes(body));

        Assert.Empty(readings);
        Assert.StartsWith(detail, Assert.Single(errors).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_element_does_not_spoil_the_others()
    {
        var body = """[{"sensorId":"a","measuredAt":"2026-11-23T18:12:00+01:00","value":1,"unit":"°C","more":[{}]},{"sensorId":"b"},{"sensorId":"c","measuredAt":"2026-11-23T18:12:00Z","value":3,"unit":"°C"}]"""u8;
        var (readings, errors) = Decode(body.ToArray());

        Assert.Equal([("a", 0), ("c", 2)], readings.Select(item => (item.Reading.SensorId, item.Index)));
        Assert.Equal(17, readings[0].Reading.MeasuredAt.Hour);
        var error = Assert.Single(errors);
        Assert.Equal((1, """{"sensorId":"b"}"""), (error.Index, Encoding.UTF8.GetString(body.Slice(error.Start, error.Length))));
    }

    private static Gen<byte[]> Mutated() => Gen.Select(AnyReading.Array[1, 3], Gen.Int[0, 10_000], Gen.Byte, (readings, at, value) =>
    {
        var bytes = Encode(readings);
        bytes[at % bytes.Length] = value;
        return bytes;
    });

    private static byte[] Encode(Reading[] readings)
    {
        var output = new ArrayBufferWriter<byte>();
        ReadingEncoder.Encode(readings, output);
        return output.WrittenSpan.ToArray();
    }

    private static (List<DecodedReading> Readings, List<DecodingError> Errors) Decode(byte[] body)
    {
        var (readings, errors) = (new List<DecodedReading>(), new List<DecodingError>());
        ReadingDecoder.Decode(body, readings, errors);
        return (readings, errors);
    }
}
