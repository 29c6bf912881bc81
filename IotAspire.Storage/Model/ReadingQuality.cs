namespace IotAspire.Storage.Model;

/// <summary>What was noticed of a reading when it was stored.</summary>
[Flags]
public enum ReadingQuality : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Outside the range that the catalogue gave its sensor at that time.</summary>
    OutOfRange = 1,

    /// <summary>It reached the hub later than its minute's end plus the allowed lateness.</summary>
    Late = 2,

    /// <summary>Measured, by the sensor's clock, more than a minute after the hub took it.</summary>
    Ahead = 4,
}
