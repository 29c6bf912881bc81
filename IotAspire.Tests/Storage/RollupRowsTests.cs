using IotAspire.Storage.Ingest;

namespace IotAspire.Tests.Storage;

public sealed class RollupRowsTests
{
    private static readonly DateTime Noon = Batches.Noon;

    [Fact]
    public void Doubles_have_an_exponent_and_instants_no_separators()
    {
        var text = new RollupRows().Write([Bucket(17, -2.5, 1e17), Bucket(4_000_000_000, 0)]);

        Assert.Equal(
            "(17,'20261123120000',2,1E+17,5E+33,-2.5E0,1E+17,-2.5E0,'20261123120000',1E+17,'20261123120000.001000',0,0,0,0),"
                + "(4000000000,'20261123120000',1,0E0,0E0,0E0,0E0,0E0,'20261123120000',0E0,'20261123120000',0,0,0,0)",
            text);
    }

    private static KeyValuePair<RollupKey, RollupDelta> Bucket(uint sensor, params double[] values)
    {
        var delta = new RollupDelta();
        for (var i = 0; i < values.Length; i++)
            delta.Add(Noon.AddMilliseconds(i), values[i], isLate: false, isOutOfRange: false);
        return new(new(sensor, Noon), delta);
    }
}
