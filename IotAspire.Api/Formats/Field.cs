using System.Buffers;
using System.Runtime.CompilerServices;

namespace IotAspire.Api.Formats;

/// <summary>What a column holds.</summary>
internal enum ValueKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>UTC, microseconds.</summary>
    Instant,

    /// <summary>A finite double.</summary>
    Number,

    /// <summary>A whole number of 64 bits.</summary>
    Integer,

    /// <summary>Yes or no; never without a value.</summary>
    Flag,
}

/// <summary>A column of an answer, the same in every format.</summary>
/// <param name="Name">In camelCase.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Meaning">For people; stands in the catalogue and in Arrow's schema.</param>
/// <param name="IsNullable">Whether a row may have no value.</param>
/// <param name="Unit">Unit of the values; null if they have none.</param>
internal sealed record Field(string Name, ValueKind Kind, string Meaning, bool IsNullable = false, string? Unit = null)
{
    /// <summary>Stands for the unit of the row's sensor.</summary>
    public const string SensorsUnit = "the sensor's";
}

/// <summary>The values of one column of a batch of rows.</summary>
internal abstract class Column(Field field) : IDisposable
{
    public Field Field { get; } = field;

    public static Column Of(Field field, int capacity) => field.Kind switch
    {
        ValueKind.Text => new TextColumn(field, capacity),
        ValueKind.Instant => new InstantColumn(field, capacity),
        ValueKind.Number => new NumberColumn(field, capacity),
        ValueKind.Integer => new IntegerColumn(field, capacity),
        _ => new FlagColumn(field, capacity),
    };

    public abstract bool IsNull(int row);

    /// <summary>Takes over values of a column of the same kind.</summary>
    public abstract void CopyFrom(Column source, int sourceRow, int row, int count);

    public abstract void Dispose();
}

/// <summary>In a pooled array: most answers are small, and new columns would be most of what they allocate.</summary>
internal abstract class Column<T>(Field field, int capacity) : Column(field)
{
    /// <summary>The capacity or more; what was in them before is still there.</summary>
    public T[] Values { get; } = ArrayPool<T>.Shared.Rent(capacity);

    public override void CopyFrom(Column source, int sourceRow, int row, int count) =>
        Array.Copy(((Column<T>)source).Values, sourceRow, Values, row, count);

    /// <summary>Once: the next answer gets the array.</summary>
    public override void Dispose() => ArrayPool<T>.Shared.Return(Values, clearArray: RuntimeHelpers.IsReferenceOrContainsReferences<T>());
}

/// <summary>Null is null.</summary>
internal sealed class TextColumn(Field field, int capacity) : Column<string?>(field, capacity)
{
    public override bool IsNull(int row) => Values[row] is null;
}

/// <summary>Microseconds since 1970.</summary>
internal sealed class InstantColumn(Field field, int capacity) : Column<long>(field, capacity)
{
    public const long Null = long.MinValue;

    public static long Of(DateTime? instant) => instant is { } some ? (some.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond : Null;

    public static DateTime At(long microseconds) => new(DateTime.UnixEpoch.Ticks + (microseconds * TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);

    public DateTime AtRow(int row) => At(Values[row]);

    public override bool IsNull(int row) => Values[row] == Null;
}

/// <summary>What isn't a number stands for null: no stored value is.</summary>
internal sealed class NumberColumn(Field field, int capacity) : Column<double>(field, capacity)
{
    public override bool IsNull(int row) => double.IsNaN(Values[row]);
}

/// <summary>The lowest number stands for null.</summary>
internal sealed class IntegerColumn(Field field, int capacity) : Column<long>(field, capacity)
{
    public const long Null = long.MinValue;

    public override bool IsNull(int row) => Values[row] == Null;
}

/// <summary>Never null.</summary>
internal sealed class FlagColumn(Field field, int capacity) : Column<bool>(field, capacity)
{
    public override bool IsNull(int row) => false;
}
