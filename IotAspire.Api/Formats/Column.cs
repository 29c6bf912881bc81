namespace IotAspire.Api.Formats;

/// <summary>The values of one column of a batch of rows.</summary>
internal abstract class Column(Field field)
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
}

/// <summary>Null is null.</summary>
internal sealed class TextColumn(Field field, int capacity) : Column(field)
{
    public string?[] Values { get; } = new string?[capacity];

    public override bool IsNull(int row) => Values[row] is null;

    public override void CopyFrom(Column source, int sourceRow, int row, int count) =>
        Array.Copy(((TextColumn)source).Values, sourceRow, Values, row, count);
}

/// <summary>Microseconds since 1970.</summary>
internal sealed class InstantColumn(Field field, int capacity) : Column(field)
{
    public const long Null = long.MinValue;

    public long[] Values { get; } = new long[capacity];

    public static long Of(DateTime? instant) => instant is { } some ? (some.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond : Null;

    public DateTime At(int row) => DateTime.UnixEpoch.AddTicks(Values[row] * TimeSpan.TicksPerMicrosecond);

    public override bool IsNull(int row) => Values[row] == Null;

    public override void CopyFrom(Column source, int sourceRow, int row, int count) =>
        Array.Copy(((InstantColumn)source).Values, sourceRow, Values, row, count);
}

/// <summary>What isn't a number stands for null: no stored value is.</summary>
internal sealed class NumberColumn(Field field, int capacity) : Column(field)
{
    public double[] Values { get; } = new double[capacity];

    public override bool IsNull(int row) => double.IsNaN(Values[row]);

    public override void CopyFrom(Column source, int sourceRow, int row, int count) =>
        Array.Copy(((NumberColumn)source).Values, sourceRow, Values, row, count);
}

/// <summary>The lowest number stands for null.</summary>
internal sealed class IntegerColumn(Field field, int capacity) : Column(field)
{
    public const long Null = long.MinValue;

    public long[] Values { get; } = new long[capacity];

    public override bool IsNull(int row) => Values[row] == Null;

    public override void CopyFrom(Column source, int sourceRow, int row, int count) =>
        Array.Copy(((IntegerColumn)source).Values, sourceRow, Values, row, count);
}

/// <summary>Never null.</summary>
internal sealed class FlagColumn(Field field, int capacity) : Column(field)
{
    public bool[] Values { get; } = new bool[capacity];

    public override bool IsNull(int row) => false;

    public override void CopyFrom(Column source, int sourceRow, int row, int count) =>
        Array.Copy(((FlagColumn)source).Values, sourceRow, Values, row, count);
}
