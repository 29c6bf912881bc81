using System.Globalization;
using CsCheck;
using IotAspire.Storage.Ingest;
using IotAspire.Storage.Model;
using IotAspire.Tests.Contracts;

namespace IotAspire.Tests.Storage;

public sealed class RollupValuesTests
{
    private static readonly DateTime Noon = Batches.Noon;

    [Fact]
    public void Doubles_have_an_exponent_and_instants_no_separators()
    {
        var text = new RollupValues().Write([Bucket(17, -2.5, 1e17), Bucket(4_000_000_000, 0)]);

        Assert.Equal(
            "(17,'20261123120000',2,1E+17,5E+33,-2.5E0,1E+17,-2.5E0,'20261123120000',1E+17,'20261123120000.001000',0,0,0,0,0,NULL),"
                + "(4000000000,'20261123120000',1,0E0,0E0,0E0,0E0,0E0,'20261123120000',0E0,'20261123120000',0,0,0,0,0,NULL)",
            text);
    }

    [Fact]
    public void The_instant_of_the_newest_late_reading_is_cut_to_its_columns_milliseconds()
    {
        var bucket = Bucket(17, 1);
        var delta = bucket.Value;
        delta.NoteLate(Noon.AddTicks(12_349_999));

        Assert.EndsWith(",0,0,0,0,0,'20261123120001.234')", new RollupValues().Write([new(bucket.Key, delta)]), StringComparison.Ordinal);
    }

    [Fact]
    public void Doubles_are_read_back_bit_by_bit() => Numbers.OfReadings.Array[1, 4].Array[1, 20].Sample(buckets =>
    {
        var deltas = buckets.Select(values => Bucket(uint.MaxValue, values)).ToArray();

        var rows = new RollupValues().Write(deltas)[1..^1].Split("),(");

        Assert.Equal(deltas.Length, rows.Length);
        foreach (var (bucket, row) in deltas.Zip(rows))
        {
            var delta = bucket.Value;
            var texts = row.Split(',');
            string[] doubles = [.. texts[3..8], texts[9]];
            Assert.All(doubles, text => Assert.Contains('E', text), throwIfEmpty: true);
            double[] expected = [delta.Sum, delta.M2, delta.Min, delta.Max, delta.First, delta.Last];
            Assert.Equal(
                expected.Select(BitConverter.DoubleToInt64Bits),
                doubles.Select(text => BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture))));
        }
    }, iter: 5_000);

    private static KeyValuePair<RollupKey, RollupDelta> Bucket(uint sensor, params double[] values)
    {
        var delta = new RollupDelta();
        for (var i = 0; i < values.Length; i++)
            delta.Add(Noon.AddMilliseconds(i), values[i], ReadingQuality.None);
        return new(new(sensor, Noon), delta);
    }
}
