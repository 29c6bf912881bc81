using IotAspire.Storage.Ingest;
using IotAspire.Storage.Model;

namespace IotAspire.Tests.Storage;

public sealed class SortRoomsTests
{
    private readonly SortRooms _rooms = new();

    [Fact]
    public void Two_at_once_get_two_rooms_and_later_ones_get_these_again()
    {
        HashSet<StoredReading[]> lent = [];
        for (var round = 0; round < 3; round++)
        {
            _rooms.Use(100, outer => _rooms.Use(100, inner =>
            {
                Assert.NotSame(outer, inner);
                lent.UnionWith([outer, inner]);
            }));
        }

        Assert.Equal(2, lent.Count);
    }

    [Fact]
    public void A_room_comes_back_when_sorting_fails()
    {
        var room = Lend();

        Assert.Throws<InvalidOperationException>(() => _rooms.Use(100, _ => throw new InvalidOperationException()));

        Assert.Same(room, Lend());
    }

    [Fact]
    public void A_room_is_never_too_small()
    {
        foreach (var count in new[] { 0, 1, 100, 100_000, 3, 128, 129 })
            _rooms.Use(count, room => Assert.InRange(room.Length, count, int.MaxValue));
    }

    private StoredReading[] Lend()
    {
        StoredReading[] lent = [];
        _rooms.Use(100, room => lent = room);
        return lent;
    }
}
