using System.Globalization;
using System.Text;
using CsCheck;
using IotAspire.Storage.Ingest;

namespace IotAspire.Tests.Storage;

public sealed class InstantWriterTests
{
    private static readonly Gen<DateTime> Instants = Gen.OneOf(
        Gen.Long[0, DateTime.MaxValue.Ticks / 10],
        // Few minutes, so that one often follows another of the same.
        Gen.Long[Batches.Noon.Ticks / 10, (Batches.Noon.Ticks / 10) + 200_000_000],
        Gen.Long[0, 200].Select(seconds => (Batches.Noon.Ticks / 10) + (seconds * 1_000_000))).Select(microseconds => new DateTime(microseconds * 10, DateTimeKind.Utc));

    [Theory]
    [InlineData(3, "yyyyMMddHHmmss'.'fff")]
    [InlineData(6, "yyyyMMddHHmmss'.'ffffff")]
    public void Instants_are_written_without_separators(int fractionDigits, string form) =>
        Instants.Array[0, 50].Sample(instants =>
        {
            var writer = new InstantWriter(fractionDigits);
            foreach (var instant in instants)
            {
                var text = new byte[InstantWriter.MaxLength];
                var length = writer.Write(instant, text);

                var expected = instant.ToString(instant.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyyMMddHHmmss" : form, CultureInfo.InvariantCulture);
                Assert.Equal(expected, Encoding.ASCII.GetString(text, 0, length));
            }
        });
}
