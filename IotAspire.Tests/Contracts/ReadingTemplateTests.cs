using System.Buffers;
using System.Text;
using CsCheck;
using IotAspire.Contracts.Readings;

namespace IotAspire.Tests.Contracts;

public sealed class ReadingTemplateTests
{
    private static readonly Gen<DateTime> Instants = Gen.Long[0, DateTime.MaxValue.Ticks / 10].Select(us => new DateTime(us * 10, DateTimeKind.Utc));

    // Decimals as sensors have them, halves of the smallest step, whole numbers, and whatever a double can be.
    private static readonly Gen<double> Values = Gen.OneOf(
        Gen.Select(Gen.Int, Gen.Int[0, 6]).Select((number, decimals) => Math.Round(number / Math.Pow(10, decimals), decimals)),
        Gen.Int.Select(number => number / 20_000.0),
        Gen.Long[-1_000_000_000_000_000, 1_000_000_000_000_000].Select(number => (double)number),
        Gen.OneOfConst(0.0, -0.0, 1e-5, 1e15, -1e11, 99_999_999_999.9999, 1e100, 0.1 + 0.2, double.Epsilon),
        Gen.Double.Where(value => Math.Abs(value) <= 1e100));

    [Fact]
    public void It_writes_the_bytes_of_the_encoder() =>
        Gen.Select(Gen.OneOfConst("a", "main-entrance-temperature", new string('z', 64)), Instants, Values, Gen.OneOfConst("°C", "%", "a\"b\\c", "μg/m³", "\u0001,\"value\":"))
            .Sample((sensorId, at, value, unit) =>
            {
                var expected = new ArrayBufferWriter<byte>();
                ReadingEncoder.Encode([new(sensorId, at, value, unit)], expected);
                var template = new ReadingTemplate(unit);
                var actual = new byte[template.MaximumLength];
                var length = template.Write(sensorId, at, value, actual);
                Assert.Equal(Encoding.UTF8.GetString(expected.WrittenSpan), Encoding.UTF8.GetString(actual.AsSpan(0, length)));
            }, iter: 200_000);
}
