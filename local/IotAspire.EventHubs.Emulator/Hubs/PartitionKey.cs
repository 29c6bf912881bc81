using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace IotAspire.EventHubs.Emulator.Hubs;

/// <summary>
/// Maps a partition key to a partition as Event Hubs and its SDKs do: Bob Jenkins' lookup3 (hashlittle2, both seeds 0)
/// over the UTF-8 bytes; the two halves combined, cut to 16 bits, modulo the number of partitions.
/// </summary>
internal static class PartitionKey
{
    private const uint Golden = 0xdeadbeef;

    public static int ToPartition(string key, int partitions)
    {
        var (b, c) = Hash(Encoding.UTF8.GetBytes(key));
        return Math.Abs((short)(c ^ b) % partitions);
    }

    private static (uint B, uint C) Hash(ReadOnlySpan<byte> bytes)
    {
        uint a, b, c;
        a = b = c = Golden + (uint)bytes.Length;
        for (; bytes.Length > 12; bytes = bytes[12..])
        {
            Add(bytes, ref a, ref b, ref c);
            Mix(ref a, ref b, ref c);
        }

        if (bytes.IsEmpty)
            return (b, c);
        Span<byte> last = stackalloc byte[12];
        last.Clear();
        bytes.CopyTo(last);
        Add(last, ref a, ref b, ref c);
        Finish(ref a, ref b, ref c);
        return (b, c);
    }

    private static void Add(ReadOnlySpan<byte> block, ref uint a, ref uint b, ref uint c)
    {
        a += BinaryPrimitives.ReadUInt32LittleEndian(block);
        b += BinaryPrimitives.ReadUInt32LittleEndian(block[4..]);
        c += BinaryPrimitives.ReadUInt32LittleEndian(block[8..]);
    }

    private static void Mix(ref uint a, ref uint b, ref uint c)
    {
        Step(ref a, c, ref c, b, 4);
        Step(ref b, a, ref a, c, 6);
        Step(ref c, b, ref b, a, 8);
        Step(ref a, c, ref c, b, 16);
        Step(ref b, a, ref a, c, 19);
        Step(ref c, b, ref b, a, 4);
    }

    // x -= y; x ^= rotate(y); y += z
    private static void Step(ref uint x, uint y, ref uint sum, uint z, int rotation)
    {
        x = (x - y) ^ BitOperations.RotateLeft(y, rotation);
        sum = y + z;
    }

    private static void Finish(ref uint a, ref uint b, ref uint c)
    {
        c = (c ^ b) - BitOperations.RotateLeft(b, 14);
        a = (a ^ c) - BitOperations.RotateLeft(c, 11);
        b = (b ^ a) - BitOperations.RotateLeft(a, 25);
        c = (c ^ b) - BitOperations.RotateLeft(b, 16);
        a = (a ^ c) - BitOperations.RotateLeft(c, 4);
        b = (b ^ a) - BitOperations.RotateLeft(a, 14);
        c = (c ^ b) - BitOperations.RotateLeft(b, 24);
    }
}
