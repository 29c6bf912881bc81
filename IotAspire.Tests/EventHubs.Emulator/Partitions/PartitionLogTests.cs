using CsCheck;
using IotAspire.EventHubs.Emulator.Partitions;
using IotAspire.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace IotAspire.Tests.EventHubs.Emulator.Partitions;

public sealed class PartitionLogTests
{
    private const int FileHeader = 24;

    [Fact]
    public void A_log_continues_where_it_ended()
    {
        using var directory = new TemporaryDirectory();
        LogView before;
        using (var log = Open(directory))
        {
            Append(log, 5);
            before = log.View;
        }

        using var again = Open(directory);

        Assert.Equal(0, again.BytesCut);
        Assert.Equal(
            (before.EndSequenceNumber, before.EndOffset, before.LastOffset, before.LastEnqueuedTime),
            (again.View.EndSequenceNumber, again.View.EndOffset, again.View.LastOffset, again.View.LastEnqueuedTime));
        Append(again, 1);
        Assert.Equal([0L, 1, 2, 3, 4, 5], SequenceNumbers(again.View, ReadFrom.Earliest));
    }

    // Whatever a crash leaves of the file, what is recovered is a beginning of what was written, and writing goes on there.
    [Fact]
    public void A_torn_or_damaged_tail_is_cut_to_whole_records() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Bool).Sample(
            (place, damage) =>
            {
                using var directory = new TemporaryDirectory();
                var ends = new List<long>();
                using (var log = Open(directory))
                {
                    for (var i = 0; i < 5; i++)
                    {
                        Append(log, 1);
                        ends.Add(log.View.EndOffset);
                    }
                }

                var file = Assert.Single(Directory.GetFiles(directory.Path, "*.segment"));
                var bytes = File.ReadAllBytes(file);
                var at = FileHeader + (place * (bytes.Length - FileHeader - 1) / 1000);
                bytes[at] ^= 0x40;
                File.WriteAllBytes(file, damage ? bytes : bytes[..at]);

                using var again = Open(directory);
                var kept = SequenceNumbers(again.View, ReadFrom.Earliest).Count;
                Assert.Equal(ends.Count(end => end <= at - FileHeader), kept);
                Append(again, 1);
                Assert.Equal(Enumerable.Range(0, kept + 1).Select(number => (long)number), SequenceNumbers(again.View, ReadFrom.Earliest));
            },
            iter: 100);

    [Fact]
    public void Positions_are_found_across_segments()
    {
        using var directory = new TemporaryDirectory();
        using var log = Open(directory);
        for (var i = 0; i < 70; i++)
            Append(log, 1, size: 1_000_000);
        Assert.True(log.View.Segments.Length > 2);

        var offsetOf50 = LogSearch.Find(log.View, new ReadFrom(ReadFromKind.SequenceNumber, 50, Inclusive: true)).Offset;
        Assert.Equal(50, SequenceNumbers(log.View, new ReadFrom(ReadFromKind.SequenceNumber, 50, true))[0]);
        Assert.Equal(51, SequenceNumbers(log.View, new ReadFrom(ReadFromKind.SequenceNumber, 50, false))[0]);
        Assert.Equal(50, SequenceNumbers(log.View, new ReadFrom(ReadFromKind.Offset, offsetOf50, true))[0]);
        Assert.Equal(51, SequenceNumbers(log.View, new ReadFrom(ReadFromKind.Offset, offsetOf50, false))[0]);
        Assert.Equal(70, SequenceNumbers(log.View, ReadFrom.Earliest).Count);
        Assert.Empty(SequenceNumbers(log.View, ReadFrom.Latest));
        Assert.Empty(SequenceNumbers(log.View, new ReadFrom(ReadFromKind.EnqueuedTime, log.View.LastEnqueuedTime, false)));
        Assert.Equal(70, SequenceNumbers(log.View, new ReadFrom(ReadFromKind.EnqueuedTime, 0, false)).Count);
    }

    [Fact]
    public void Truncation_survives_a_restart_and_removes_whole_segments()
    {
        using var directory = new TemporaryDirectory();
        using (var log = Open(directory))
        {
            for (var i = 0; i < 40; i++)
                Append(log, 1, size: 1_000_000);
            log.TruncateBefore(37);
        }

        Assert.Single(Directory.GetFiles(directory.Path, "*.segment"));
        using var again = Open(directory);
        Assert.Equal([37L, 38, 39], SequenceNumbers(again.View, ReadFrom.Earliest));
        Assert.Equal([37L, 38, 39], SequenceNumbers(again.View, new ReadFrom(ReadFromKind.SequenceNumber, 3, true)));
    }

    [Fact]
    public void A_log_in_memory_behaves_the_same()
    {
        using var log = new PartitionLog(new SegmentStore(null), TimeProvider.System);
        for (var i = 0; i < 40; i++)
            Append(log, 1, size: 1_000_000);

        Assert.Equal(40, SequenceNumbers(log.View, ReadFrom.Earliest).Count);
        log.TruncateBefore(39);
        Assert.Equal([39L], SequenceNumbers(log.View, ReadFrom.Earliest));
    }

    [Fact]
    public void A_log_over_its_limit_gives_up_its_oldest_segments()
    {
        using var log = new PartitionLog(new SegmentStore(null), TimeProvider.System);
        for (var i = 0; i < 110; i++)
        {
            Append(log, 1, size: 1_000_000);
            log.Limit(50_000_000);
        }

        var kept = SequenceNumbers(log.View, ReadFrom.Earliest);
        Assert.InRange(kept.Count, 10, 84);
        Assert.Equal(Enumerable.Range(110 - kept.Count, kept.Count).Select(number => (long)number), kept);
    }

    // A segment that events trickle into would otherwise hold what is long past its time until it is full.
    [Fact]
    public void Old_events_leave_the_disk_though_their_segment_is_not_full()
    {
        using var directory = new TemporaryDirectory();
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var log = new PartitionLog(new SegmentStore(directory.Path), clock);
        for (var hour = 0; hour < 100; hour++)
        {
            Append(log, 1, size: 20_000);
            clock.Advance(TimeSpan.FromHours(1));
            log.RemoveBefore(clock.GetUtcNow().AddHours(-10).ToUnixTimeMilliseconds());
        }

        Assert.Equal(Enumerable.Range(90, 10).Select(number => (long)number), SequenceNumbers(log.View, ReadFrom.Earliest));
        Assert.InRange(Directory.GetFiles(directory.Path, "*.segment").Sum(file => new FileInfo(file).Length), 200_000, 800_000);
    }

    // As after a crash between noting where the log begins and removing what lies before.
    [Fact]
    public void Segments_before_the_beginning_are_removed_when_the_log_is_opened()
    {
        using var directory = new TemporaryDirectory();
        using (var log = Open(directory))
        {
            for (var i = 0; i < 40; i++)
                Append(log, 1, size: 1_000_000);
        }

        Assert.Equal(2, Directory.GetFiles(directory.Path, "*.segment").Length);
        new SegmentStore(directory.Path).SaveBegin(new LogBegin(37, 0, 0));

        using var again = Open(directory);

        Assert.Single(Directory.GetFiles(directory.Path, "*.segment"));
        Assert.Equal([37L, 38, 39], SequenceNumbers(again.View, ReadFrom.Earliest));
    }

    private static PartitionLog Open(TemporaryDirectory directory) => new(new SegmentStore(directory.Path), TimeProvider.System);

    private static void Append(PartitionLog log, int count, int size = 10)
    {
        using var batch = new EventBatch();
        for (var i = 0; i < count; i++)
        {
            var start = batch.Bytes.Length;
            batch.Bytes.Append(size).Clear();
            batch.Add(start, 0, 0);
        }

        log.Prepare(batch);
        log.Commit();
    }

    private static List<long> SequenceNumbers(LogView log, ReadFrom from)
    {
        var numbers = new List<long>();
        var offset = LogSearch.Find(log, from).Offset;
        while (offset < log.EndOffset)
        {
            using var chunk = RecordChunk.Read(log, offset, 1024);
            while (chunk.TryNext(out var record))
            {
                numbers.Add(record.SequenceNumber);
                offset = record.NextOffset;
            }
        }

        return numbers;
    }
}
