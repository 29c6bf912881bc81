using System.Globalization;
using System.Text;
using IotAspire.Storage.Model;

namespace IotAspire.Api.Features.Stored;

/// <summary>Which readings of a range are wanted.</summary>
/// <param name="Minimum">Lowest value.</param>
/// <param name="Maximum">Highest value.</param>
/// <param name="OutOfRange">Only those outside, or only those inside their sensor's range.</param>
/// <param name="Late">Only those that came late, or only those that came in time.</param>
internal sealed record ReadingFilter(double? Minimum, double? Maximum, bool? OutOfRange, bool? Late)
{
    public static readonly ReadingFilter None = new(null, null, null, null);

    public bool IsNone => this == None;

    /// <summary>Begins with AND unless it is empty.</summary>
    public string Condition()
    {
        var sql = new StringBuilder();
        if (Minimum is { } minimum)
            sql.Append(CultureInfo.InvariantCulture, $" AND `value` >= {Number(minimum)}");
        if (Maximum is { } maximum)
            sql.Append(CultureInfo.InvariantCulture, $" AND `value` <= {Number(maximum)}");
        Flag(sql, OutOfRange, ReadingQuality.OutOfRange);
        Flag(sql, Late, ReadingQuality.Late);
        return sql.ToString();
    }

    private static void Flag(StringBuilder sql, bool? wanted, ReadingQuality flag)
    {
        if (wanted is not null)
            sql.Append(CultureInfo.InvariantCulture, $" AND (`flags` & {(int)flag}) {(wanted.Value ? "<>" : "=")} 0");
    }

    // With an exponent it is a double for the server too, not a decimal of another value.
    private static string Number(double value) => value.ToString("E16", CultureInfo.InvariantCulture);
}
