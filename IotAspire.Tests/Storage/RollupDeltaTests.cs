using CsCheck;
using IotAspire.Storage.Ingest;
using IotAspire.Storage.Model;

namespace IotAspire.Tests.Storage;

public sealed class RollupDeltaTests
{
    [Fact]
    public void A_delta_is_the_aggregate_of_its_readings() =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Double[-1e6, 1e6]).Array[1, 100].Sample(readings =>
        {
            var distinct = readings.DistinctBy(reading => reading.Item1).ToList();
            var delta = new RollupDelta();
            foreach (var (microsecond, value) in distinct)
                delta.Add(At(microsecond), value, (value < 0 ? ReadingQuality.OutOfRange : ReadingQuality.None) | (microsecond % 2 == 0 ? ReadingQuality.Ahead : ReadingQuality.None));

            var values = distinct.ConvertAll(reading => reading.Item2);
            var mean = values.Average();
            Assert.Equal((uint)values.Count, delta.Count);
            Assert.Equal((values.Min(), values.Max()), (delta.Min, delta.Max));
            Assert.Equal(distinct.MinBy(reading => reading.Item1).Item2, delta.First);
            Assert.Equal(distinct.MaxBy(reading => reading.Item1).Item2, delta.Last);
            Assert.Equal(values.Sum(), delta.Sum, 1e-12 * values.Sum(Math.Abs) + double.Epsilon);
            var m2 = values.Sum(value => (value - mean) * (value - mean));
            Assert.Equal(m2, delta.M2, 1e-9 * m2 + 1e-9);
            Assert.Equal((uint)distinct.Count(reading => reading.Item1 % 2 == 0), delta.Ahead);
            Assert.Equal((uint)values.Count(value => value < 0), delta.OutOfRange);
        });

    [Fact]
    public void Small_deviations_on_large_values_survive()
    {
        var delta = new RollupDelta();
        foreach (var (index, value) in new[] { 101325.01, 101324.99, 101325.01, 101324.99 }.Index())
            delta.Add(At(index), value, ReadingQuality.None);

        Assert.Equal(0.01, Math.Sqrt(delta.M2 / delta.Count), 1e-9);
    }

    private static DateTime At(int microsecond) => Batches.Noon.AddTicks(microsecond * TimeSpan.TicksPerMicrosecond);
}
