namespace IotAspire.Generator.Signals;

/// <summary>The kind of place, by the words in a sensor's description.</summary>
/// <param name="Warmth">Difference to the building, in heights of the daily cycle.</param>
/// <param name="DailyScale">How much of the daily cycle gets in.</param>
/// <param name="BusyScale">How much people and machines do there.</param>
/// <param name="Use">When they do.</param>
/// <param name="HasDoor">Whether a door to the outside is there.</param>
internal sealed record Room(double Warmth, double DailyScale, double BusyScale, RoomUse Use, bool HasDoor = false)
{
    private static readonly Room Any = new(0, 1, 0.6, RoomUse.Work);

    private static readonly (string[] Words, Room Room)[] Known =
    [
        (["entrance", "entry", "door", "lobby", "gate", "reception"], new(-0.4, 1.4, 0.5, RoomUse.Passage, HasDoor: true)),
        (["kitchen", "canteen", "cafeteria"], new(0.5, 0.9, 1.6, RoomUse.Meals)),
        (["deposit", "storage", "store", "warehouse", "cellar", "basement", "archive"], new(-1.2, 0.5, 0.1, RoomUse.Work)),
        (["assembly", "production", "workshop", "factory", "machine"], new(-0.2, 1, 1.4, RoomUse.Shifts)),
        (["server", "rack", "datacenter"], new(0.6, 0.1, 0.4, RoomUse.Shifts)),
        (["office", "offices", "meeting", "desk"], new(0.2, 0.8, 1, RoomUse.Work)),
    ];

    /// <summary>By the first known word in it.</summary>
    public static Room Of(string description)
    {
        foreach (var word in description.Split([' ', '-', '_', ',', '/'], StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var (words, room) in Known)
            {
                if (words.Contains(word, StringComparer.OrdinalIgnoreCase))
                    return room;
            }
        }

        return Any;
    }
}

/// <summary>When a room is used.</summary>
internal enum RoomUse
{
    /// <summary>Office hours of working days.</summary>
    Work,

    /// <summary>Early until late, less at weekends.</summary>
    Shifts,

    /// <summary>Morning, noon and evening.</summary>
    Meals,

    /// <summary>When people come and go.</summary>
    Passage,
}
