using CsCheck;
using IotAspire.Storage.Ingest;
using IotAspire.Storage.Model;

namespace IotAspire.Tests.Storage;

public sealed class KeyOrderTests
{
    [Fact]
    public void Records_come_into_key_order_and_equal_keys_stay_in_theirs() =>
        Gen.Select(Gen.UInt[0, 5], Gen.Int[0, 20]).Array[0, 200].Sample(keys =>
        {
            // The value tells which of equal keys came first.
            var records = keys.Select((key, index) => new StoredReading(key.Item1, Batches.Noon.AddSeconds(key.Item2), index, Batches.Noon, ReadingQuality.None)).ToArray();
            var expected = records.OrderBy(record => record.Key).ToArray();

            KeyOrder.Sort(records, new StoredReading[records.Length]);

            Assert.Equal(expected, records);
        });
}
