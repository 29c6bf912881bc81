using IotAspire.Generator.Generation;

namespace IotAspire.Tests.Generator.Generation;

public sealed class LatenessTests
{
    [Fact]
    public void It_is_said_once_when_readings_fall_behind_when_they_are_lost_and_when_all_is_well_again() => Assert.Equal(
        [Lateness.InTime, Lateness.InTime, Lateness.Behind, Lateness.Behind, Lateness.Losing, Lateness.Losing, Lateness.Losing, Lateness.InTime, Lateness.InTime],
        Judge(TimeSpan.FromMinutes(15), 0.5, 9, 11, 600, 901, 890, 6, 5, 9));

    [Fact]
    public void Who_nearly_catches_up_is_still_behind() => Assert.Equal(
        [Lateness.Behind, Lateness.Behind, Lateness.Behind, Lateness.InTime], Judge(TimeSpan.FromMinutes(15), 11, 6, 9, 4));

    [Fact]
    public void A_short_buffer_is_lost_before_anything_else_is_said() => Assert.Equal(
        [Lateness.InTime, Lateness.Losing, Lateness.Losing, Lateness.InTime], Judge(TimeSpan.FromSeconds(2), 1.5, 2.5, 1.5, 0.9));

    private static List<Lateness> Judge(TimeSpan bufferTime, params double[] behind)
    {
        var rule = new LatenessRule(bufferTime);
        var judged = new List<Lateness>();
        foreach (var seconds in behind)
            judged.Add(rule.Judge(TimeSpan.FromSeconds(seconds), judged.LastOrDefault()));
        return judged;
    }
}
