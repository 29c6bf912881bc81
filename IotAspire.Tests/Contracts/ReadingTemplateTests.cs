using System.Buffers;
using System.Text;
using CsCheck;
using IotAspire.Contracts.Readings;

namespace IotAspire.Tests.Contracts;

public sealed class ReadingTemplateTests
{
    private static readonly Gen<DateTime> Instants = Gen.Long[0, DateTime.MaxValue.Ticks / 10].Select(us => new DateTime(us * 10, DateTimeKind.Utc));

    [Fact]
    public void It_writes_the_bytes_of_the_encoder() =>
        Gen.Select(Gen.OneOfConst("a", "main-entrance-temperature", new string('z', 64)), Instants, Numbers.OfReadings, Gen.OneOfConst("°C", "%", "a\"b\\c", "μg/m³", "\u0001,\"value\":"))
            .Sample((sensorId, at, value, unit) =>
            {
                var expected = new ArrayBufferWriter<byte>();
                ReadingEncoder.Encode([new(sensorId, at, value, unit)], expected);
                var template = new ReadingTemplate(unit);
                var actual = new byte[template.MaxLength];
                var length = template.Write(sensorId, at, value, actual);
                Assert.Equal(Encoding.UTF8.GetString(expected.WrittenSpan), Encoding.UTF8.GetString(actual.AsSpan(0, length)));
            }, iter: 200_000);
}
