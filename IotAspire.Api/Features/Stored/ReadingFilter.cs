using IotAspire.Storage.Model;
using MySqlConnector;

namespace IotAspire.Api.Features.Stored;

/// <summary>Which readings of a range are wanted.</summary>
/// <param name="Minimum">Lowest value.</param>
/// <param name="Maximum">Highest value.</param>
/// <param name="OutOfRange">Only those outside, or only those inside their sensor's range.</param>
/// <param name="Late">Only those that came late, or only those that came in time.</param>
/// <param name="Ahead">Only those of a clock that ran ahead, or only the others.</param>
internal sealed record ReadingFilter(double? Minimum = null, double? Maximum = null, bool? OutOfRange = null, bool? Late = null, bool? Ahead = null)
{
    public static readonly ReadingFilter None = new();

    public static readonly ReadingFilter WithinRange = new(OutOfRange: false);

    public bool IsNone => this == None;

    /// <summary>Empty, or one and the same for whatever is wanted.</summary>
    public string Condition => IsNone ? "" : " AND `value` BETWEEN @minimum AND @maximum AND (`flags` & @mask) = @flags";

    public void AddParameters(MySqlCommand command)
    {
        if (IsNone)
            return;
        var looked = Flag(OutOfRange is not null, ReadingQuality.OutOfRange) | Flag(Late is not null, ReadingQuality.Late) | Flag(Ahead is not null, ReadingQuality.Ahead);
        var wanted = Flag(OutOfRange == true, ReadingQuality.OutOfRange) | Flag(Late == true, ReadingQuality.Late) | Flag(Ahead == true, ReadingQuality.Ahead);
        command.Parameters.AddWithValue("@minimum", Minimum ?? double.MinValue);
        command.Parameters.AddWithValue("@maximum", Maximum ?? double.MaxValue);
        command.Parameters.AddWithValue("@mask", (byte)looked);
        command.Parameters.AddWithValue("@flags", (byte)wanted);
    }

    private static ReadingQuality Flag(bool isSet, ReadingQuality flag) => isSet ? flag : ReadingQuality.None;
}
