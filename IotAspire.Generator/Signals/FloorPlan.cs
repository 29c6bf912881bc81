using IotAspire.Contracts.Catalogue;

namespace IotAspire.Generator.Signals;

/// <summary>
/// Distances between sensors, in rooms: about the mean space that a sensor has on the floor, so a plan in metres, in a grid of
/// 100 or in degrees behaves alike. Pure.
/// </summary>
internal sealed class FloorPlan
{
    private const double Reach = 3;
    private const int MaxDoors = 4;

    // Hundreds of doors in one place would cost time without a visible effect.
    private const int MaxDoorsPerCell = 16;
    private static readonly TimeSpan DelayPerRoom = TimeSpan.FromMinutes(1);
    private readonly Dictionary<(long Column, long Row), List<Sensor>> _doors = [];

    public FloorPlan(IReadOnlyList<Sensor> sensors)
    {
        var height = sensors.Max(sensor => sensor.Latitude) - sensors.Min(sensor => sensor.Latitude);
        var width = sensors.Max(sensor => sensor.Longitude) - sensors.Min(sensor => sensor.Longitude);
        // Sensors in a row have no area.
        var space = Math.Max(Math.Sqrt(height * width / sensors.Count), Math.Max(height, width) / sensors.Count);
        RoomSize = space > 0 ? NearestPowerOfTwo(space) : 1;
        foreach (var sensor in sensors.Where(sensor => Room.Of(sensor.Description).HasDoor))
        {
            var cell = CellOf(sensor);
            if (!_doors.TryGetValue(cell, out var doors))
                _doors.Add(cell, doors = []);
            if (doors.Count < MaxDoorsPerCell)
                doors.Add(sensor);
        }
    }

    /// <summary>Edge of a room, in degrees.</summary>
    public double RoomSize { get; }

    /// <summary>The nearest doors, the one at the sensor itself among them.</summary>
    public Door[] DoorsNear(Sensor sensor, int seed)
    {
        if (_doors.Count == 0)
            return [];
        var (column, row) = CellOf(sensor);
        var near = new List<(double Distance, Sensor Door)>();
        for (var neighbour = 0; neighbour < 9; neighbour++)
        {
            if (_doors.TryGetValue((column + (neighbour % 3) - 1, row + (neighbour / 3) - 1), out var doors))
                near.AddRange(doors.Select(door => (Distance(sensor, door), door)).Where(door => door.Item1 < Reach));
        }

        return [.. near.OrderBy(door => door.Distance).Take(MaxDoors).Select(door => new Door(
            StableHash.Of(door.Door.SensorId, ~seed), (float)(1 / (1 + (door.Distance * door.Distance))), (int)(door.Distance * DelayPerRoom.TotalMilliseconds)))];
    }

    // One more sensor seldom changes it, so the values of the others mostly stay the same.
    private static double NearestPowerOfTwo(double number) => Math.ScaleB(1, Math.ILogB(number * Math.Sqrt(2)));

    private double Distance(Sensor one, Sensor other)
    {
        var (x, y) = (one.Longitude - other.Longitude, one.Latitude - other.Latitude);
        return Math.Sqrt((x * x) + (y * y)) / RoomSize;
    }

    private (long Column, long Row) CellOf(Sensor sensor) =>
        ((long)Math.Floor(sensor.Longitude / (RoomSize * Reach)), (long)Math.Floor(sensor.Latitude / (RoomSize * Reach)));
}

/// <summary>The effect of a door to the outside on one sensor: weaker and later with its distance. Pure.</summary>
/// <param name="Origin">Hash of the seed and the sensor at the door; the same for all sensors near the door.</param>
/// <param name="Weight">1 at the door.</param>
/// <param name="DelayMs">Milliseconds until what happens there is felt.</param>
internal readonly record struct Door(ulong Origin, float Weight, int DelayMs)
{
    /// <summary>How long an opening is felt at most.</summary>
    public static readonly TimeSpan MaxEffect = TimeSpan.FromSeconds(MaxOpen + Fade);

    private const double MinOpen = 15;
    private const double MaxOpen = 90;
    private const double Rise = 20;
    private const double Fade = 900;
    private const double NightlyChance = 0.02;
    private static readonly long Slot = TimeSpan.FromMinutes(10).Ticks;

    /// <summary>0 to nearly 1 per opening, times the weight.</summary>
    public double FeltAt(long ticks)
    {
        var at = ticks - (DelayMs * TimeSpan.TicksPerMillisecond);
        var slot = at / Slot;
        // One opening per slot at most; older ones than these are forgotten.
        return Weight * (OpeningOf(slot, at) + OpeningOf(slot - 1, at) + OpeningOf(slot - 2, at));
    }

    private double OpeningOf(long slot, long at)
    {
        var hash = StableHash.Mix(Origin, slot);
        if (StableHash.ToUnit(hash) >= Math.Max(NightlyChance, DailyCycle.Busy(slot * Slot, RoomUse.Passage)))
            return 0;
        var opened = (slot * Slot) + (long)(StableHash.ToUnit(StableHash.Mix(hash, 1)) * Slot);
        var open = MinOpen + ((MaxOpen - MinOpen) * StableHash.ToUnit(StableHash.Mix(hash, 2)));
        var since = (at - opened) / (double)TimeSpan.TicksPerSecond;
        if (since <= 0 || since >= open + Fade)
            return 0;
        if (since <= open)
            return since / (since + Rise);
        var left = 1 - ((since - open) / Fade);
        return open / (open + Rise) * left * left * left;
    }
}
