using IotAspire.Contracts.Catalogue;

namespace IotAspire.Generator.Signals;

/// <summary>
/// Who is near whom. Distances count in rooms: about the mean space that a sensor has on the floor, so a plan in metres, in a grid of
/// 100 or in degrees behaves alike. Pure.
/// </summary>
internal sealed class FloorPlan
{
    private const double Reach = 3;
    private const int MaxDoors = 4;

    // A plan in which hundreds of doors lie in one place would cost without showing anything.
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

    // One more sensor seldom changes it, and then what the others measure stays as it was.
    private static double NearestPowerOfTwo(double number) => Math.ScaleB(1, Math.ILogB(number * Math.Sqrt(2)));

    private double Distance(Sensor one, Sensor other)
    {
        var (x, y) = (one.Longitude - other.Longitude, one.Latitude - other.Latitude);
        return Math.Sqrt((x * x) + (y * y)) / RoomSize;
    }

    private (long Column, long Row) CellOf(Sensor sensor) =>
        ((long)Math.Floor(sensor.Longitude / (RoomSize * Reach)), (long)Math.Floor(sensor.Latitude / (RoomSize * Reach)));
}
