using System.Buffers;
using System.Globalization;
using System.Numerics;
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
        Assert.All(decoded, item => Assert.Equal(DateTimeKind.Utc, item.Reading.MeasuredAt.Kind), throwIfEmpty: true);
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
    [InlineData("""{"sensorId":"A","measuredAt":"2026-11-23T18:12:00Z","value":1,"unit":"°C"}""", "sensorId: \"A\" must be")]
    [InlineData("""{"sensorId":"a","value":1,"unit":"°C"}""", "measuredAt: missing")]
    [InlineData("""{"sensorId":"a","measuredAt":"2026-11-23T18:12:00","value":1,"unit":"°C"}""", "measuredAt: \"2026-11-23T18:12:00\" has no zone as RFC 3339 writes it, Z or an offset as +01:00; send it as \"2026-11-23T18:12:00.123456Z\"")]
    [InlineData("""{"sensorId":"a","measuredAt":"2026-11-23T18:12:00+0000","value":1,"unit":"°C"}""", "measuredAt: \"2026-11-23T18:12:00+0000\" has no zone")]
    [InlineData("""{"sensorId":"a","measuredAt":"20261123T181200Z","value":1,"unit":"°C"}""", "measuredAt: \"20261123T181200Z\" isn't an RFC 3339 time; send")]
    [InlineData("""{"sensorId":"a","measuredAt":"2026-02-30T18:12:00Z","value":1,"unit":"°C"}""", "measuredAt: \"2026-02-30T18:12:00Z\" isn't in the calendar; send")]
    [InlineData("""{"sensorId":"a","measuredAt":"9999-12-31T23:59:59-00:01","value":1,"unit":"°C"}""", "measuredAt: \"9999-12-31T23:59:59-00:01\" lies outside the years 1 to 9999 in UTC; send")]
    [InlineData("""{"sensorId":"a","measuredAt":"\u009b31m at the end of a very long text, which nobody needs to see","value":1,"unit":"°C"}""", "measuredAt: \"\\u009b31m at the end of a very long text…\" isn't")]
    [InlineData("""{"sensorId":"a","measuredAt":1795457520,"value":1,"unit":"°C"}""", "measuredAt: 1795457520 isn't an RFC 3339 time; send it as \"2026-11-23T18:12:00.123456Z\"")]
    [InlineData("""{"sensorId":"a","measuredAt":"2026-11-23T18:12:00Z","value":1e999,"unit":"°C"}""", "value: 1e999 must be")]
    [InlineData("""{"sensorId":"a","measuredAt":"2026-11-23T18:12:00Z","value":-1.1e100,"unit":"°C"}""", "value: -1.1e100 must be")]
    [InlineData("""{"sensorId":"a","measuredAt":"2026-11-23T18:12:00Z","value":"1","unit":"°C"}""", "value: \"1\" must be")]
    [InlineData("""{"sensorId":"a","measuredAt":"2026-11-23T18:12:00Z","value":{"a":[1]},"unit":"°C"}""", "value: an object must be")]
    [InlineData("""{"sensorId":"a","measuredAt":"2026-11-23T18:12:00Z","value":1}""", "unit: missing")]
    [InlineData("""{"sensorId":"a","measuredAt":"2026-11-23T18:12:00Z","value":1,"unit":""}""", "unit: \"\" must be")]
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

    [Theory]
    [InlineData("9007199254740991")]
    [InlineData("9007199254740992")]
    [InlineData("-9007199254740994")]
    [InlineData("100000000000000000000")]
    [InlineData("18446744073709551616")]
    public void An_integer_that_a_double_holds_is_taken(string digits)
    {
        var (readings, errors) = Decode(WithValue(digits));

        Assert.Empty(errors);
        Assert.Equal(BigInteger.Parse(digits, CultureInfo.InvariantCulture), new BigInteger(Assert.Single(readings).Reading.Value));
    }

    [Theory]
    [InlineData("9007199254740993", "9007199254740992")]
    [InlineData("-9007199254740993", "-9007199254740992")]
    [InlineData("9223372036854775807", "9223372036854775808")]
    [InlineData("18446744073709551615", "18446744073709551616")]
    public void An_integer_that_a_double_would_change_is_refused_with_what_it_would_become(string digits, string changed)
    {
        var (readings, errors) = Decode(WithValue(digits));

        Assert.Empty(readings);
        Assert.StartsWith($"value: {digits} is an integer that no double holds, it would become {changed}; send at most 9007199254740991", Assert.Single(errors).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Integers_are_taken_as_they_are_or_not_at_all() =>
        // Of all sizes, since most of one size have as many digits.
        Gen.Select(Gen.ULong, Gen.ULong, Gen.Int[0, 120], Gen.Bool).Sample((high, low, shift, isNegative) =>
        {
            var integer = (new BigInteger(high) << 64 | low) >> shift;
            integer = isNegative ? -integer : integer;
            // An oracle that knows how many bits a double has, and nothing of how one is read.
            var odd = BigInteger.Abs(integer);
            while (!odd.IsZero && odd.IsEven)
                odd >>= 1;
            var isHeld = odd < BigInteger.One << 53;

            var (readings, errors) = Decode(WithValue(integer.ToString(CultureInfo.InvariantCulture)));

            Assert.Equal((isHeld ? 1 : 0, isHeld ? 0 : 1), (readings.Count, errors.Count));
            Assert.All(readings, item => Assert.Equal(integer, new BigInteger(item.Reading.Value)));
        });

    // A double can't hold them either; but whoever writes a fraction or an exponent expects that.
    [Theory]
    [InlineData("0.1", 0.1)]
    [InlineData("0.12345678901234567890123456789", 0.12345678901234567890123456789)]
    [InlineData("9007199254740993.0", 9007199254740992)]
    [InlineData("9.007199254740993e15", 9007199254740992)]
    [InlineData("1e100", 1e100)]
    [InlineData("1e-400", 0)]
    [InlineData("-0", -0.0)]
    public void Fractions_and_exponents_are_rounded_to_the_nearest_double(string number, double expected) =>
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(Assert.Single(Decode(WithValue(number)).Readings).Reading.Value));

    [Theory]
    [InlineData("2026-11-23T18:12:00.1234567Z")]
    [InlineData("2026-11-23T18:12:00.123456789Z")]
    [InlineData("2026-11-23t18:12:00.123456z")]
    [InlineData("2026-11-23T18:12:00.123456\\u005a")]
    [InlineData("2026-11-23T19:12:00.123456999+01:00")]
    public void A_time_as_devices_write_it_is_taken_to_the_microsecond(string measuredAt)
    {
        var (readings, errors) = Decode(Encoding.UTF8.GetBytes($$"""{"sensorId":"a","measuredAt":"{{measuredAt}}","value":1,"unit":"°C"}"""));

        Assert.Empty(errors);
        Assert.Equal(new DateTime(2026, 11, 23, 18, 12, 0, DateTimeKind.Utc).AddMicroseconds(123_456), Assert.Single(readings).Reading.MeasuredAt);
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

    // A megabyte of elements that aren't readings would become half a million errors.
    [Fact]
    public void Decoding_ends_where_an_event_has_too_many_errors()
    {
        var body = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat(1, 500_000))}]");
        Decode([.. "[1]"u8]);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var (readings, errors) = Decode(body);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.Empty(readings);
        Assert.Equal(new DecodingError(0, "more than 1000 elements aren't readings", 0, body.Length), Assert.Single(errors));
    }

    private static Gen<byte[]> Mutated() => Gen.Select(AnyReading.Array[1, 3], Gen.Int[0, 10_000], Gen.Byte, (readings, at, value) =>
    {
        var bytes = Encode(readings);
        bytes[at % bytes.Length] = value;
        return bytes;
    });

    private static byte[] WithValue(string number) =>
        Encoding.UTF8.GetBytes($$"""{"sensorId":"a","measuredAt":"2026-11-23T18:12:00Z","value":{{number}},"unit":"°C"}""");

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
