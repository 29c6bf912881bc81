using CsCheck;
using IotAspire.EventHubs.Emulator;
using IotAspire.EventHubs.Emulator.Partitions;
using IotAspire.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace IotAspire.Tests.EventHubs.Emulator.Partitions;

public sealed class PartitionLogTests
{
    private const long RollSize = 32 * 1024 * 1024;
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

        Assert.Equal(0, again.Recovered.BytesCut);
        Assert.Equal(
            (before.EndSequenceNumber, before.EndOffset, before.LastOffset, before.LastEnqueuedTime),
            (again.View.EndSequenceNumber, again.View.EndOffset, again.View.LastOffset, again.View.LastEnqueuedTime));
        Append(again, 1);
        Assert.Equal([0L, 1, 2, 3, 4, 5], SequenceNumbers(again.View, ReadFrom.Earliest));
    }

    // Whatever a crash leaves of the file, what is recovered is a beginning of what was written, and writing goes on there.
    [Fact]
    public void A_torn_tail_is_cut_to_whole_records() =>
        Gen.Int[0, 1000].Sample(
            place =>
            {
                using var directory = new TemporaryDirectory();
                var ends = Fill(directory, 5);
                var file = Assert.Single(Directory.GetFiles(directory.Path, "*.segment"));
                var bytes = File.ReadAllBytes(file);
                var at = FileHeader + (place * (bytes.Length - FileHeader - 1) / 1000);
                File.WriteAllBytes(file, bytes[..at]);

                using var again = Open(directory);

                var kept = SequenceNumbers(again.View, ReadFrom.Earliest).Count;
                Assert.Equal(ends.Count(end => end <= at - FileHeader), kept);
                Assert.Empty(again.Recovered.Lost);
                Append(again, 1);
                Assert.Equal(Enumerable.Range(0, kept + 1).Select(number => (long)number), SequenceNumbers(again.View, ReadFrom.Earliest));
            },
            iter: 100);

    // Behind a damaged record, whole ones show that it isn't the torn tail of a crash.
    [Fact]
    public void A_damaged_record_costs_itself_only() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Int[0, 7]).Sample(
            (place, bit) =>
            {
                using var directory = new TemporaryDirectory();
                var ends = Fill(directory, 5);
                var file = Assert.Single(Directory.GetFiles(directory.Path, "*.segment"));
                var bytes = File.ReadAllBytes(file);
                var at = FileHeader + (place * (bytes.Length - FileHeader - 1) / 1000);
                bytes[at] ^= (byte)(1 << bit);
                File.WriteAllBytes(file, bytes);
                var damaged = ends.FindIndex(end => end > at - FileHeader);

                List<long> expected = [0, 1, 2, 3, 4];
                expected.Remove(damaged);
                using (var again = Open(directory))
                {
                    Assert.Equal(expected, SequenceNumbers(again.View, ReadFrom.Earliest));
                    Assert.Equal(damaged == 4 ? [] : [(damaged, damaged)], again.Recovered.Lost.Select(lost => ((int)lost.First, (int)lost.Last)));
                    Assert.All(again.Recovered.Lost, lost => Assert.Equal(bytes, File.ReadAllBytes(lost.KeptAs!)));
                    Append(again, 1);
                }

                using var later = Open(directory);
                Assert.Equal([.. expected, damaged == 4 ? 4 : 5], SequenceNumbers(later.View, ReadFrom.Earliest));
                Assert.Empty(later.Recovered.Lost);
            },
            iter: 200);

    [Fact]
    public void Numbers_of_lost_events_are_not_given_again()
    {
        using var directory = new TemporaryDirectory();
        using (var log = Open(directory))
        {
            Append(log, 5);
            var before = log.View;
            Damage(directory, before.LastOffset + RecordFormat.HeaderSize);

            var lost = Assert.Single(log.Repair(before.LastOffset));
            Assert.Equal(new LostEvents(4, 4, Assert.Single(Directory.GetFiles(directory.Path, "*.damaged"))), lost);
            Assert.Empty(log.Repair(before.LastOffset));
            Assert.Equal((before.EndSequenceNumber, before.EndOffset), (log.View.EndSequenceNumber, log.View.EndOffset));
        }

        using var again = Open(directory);
        Append(again, 1);
        Assert.Equal([0L, 1, 2, 3, 5], SequenceNumbers(again.View, ReadFrom.Earliest));
    }

    // As after a crash in the middle of a repair: the records behind the damaged one are in place, and in the damaged segment too.
    [Fact]
    public void A_repair_that_was_cut_short_is_done_again()
    {
        using var directory = new TemporaryDirectory();
        string kept;
        using (var log = Open(directory))
        {
            Append(log, 5);
            var second = LogSearch.Find(log.View, new ReadFrom(ReadFromKind.SequenceNumber, 1, true)).Offset;
            Damage(directory, second + RecordFormat.HeaderSize);
            kept = Assert.Single(log.Repair(second)).KeptAs!;
        }

        File.Copy(kept, kept[..^".damaged".Length], overwrite: true);

        using var again = Open(directory);
        var damaged = Assert.Throws<DamagedRecordException>(() => LogSearch.FromSequenceNumber(again.View with { Segments = again.View.Segments[..1] }, 4));
        Assert.Equal([(1L, 1L)], again.Repair(damaged.Offset).Select(lost => (lost.First, lost.Last)));
        Assert.Equal([0L, 2, 3, 4], SequenceNumbers(again.View, ReadFrom.Earliest));
    }

    [Fact]
    public void A_reader_in_the_middle_of_a_segment_that_is_repaired_misses_nothing()
    {
        using var directory = new TemporaryDirectory();
        using var log = Open(directory);
        Append(log, 5);
        var before = log.View;
        var second = LogSearch.Find(before, new ReadFrom(ReadFromKind.SequenceNumber, 1, true)).Offset;
        var third = LogSearch.Find(before, new ReadFrom(ReadFromKind.SequenceNumber, 2, true)).Offset;
        Damage(directory, second + RecordFormat.HeaderSize);

        log.Repair(second);

        Assert.Equal(third, before.Next(third));
        Assert.Equal(third, log.View.Next(second));
        Assert.Equal([2L, 3, 4], SequenceNumbers(before, third));
    }

    [Fact]
    public void A_segment_whose_header_is_damaged_is_kept()
    {
        using var directory = new TemporaryDirectory();
        Fill(directory, 5);
        Damage(directory, -FileHeader);

        using var log = Open(directory);

        var lost = Assert.Single(log.Recovered.Lost);
        Assert.Equal(0, lost.First);
        Assert.True(File.Exists(lost.KeptAs));
        Append(log, 1);
        Assert.Single(SequenceNumbers(log.View, ReadFrom.Earliest));
    }

    [Fact]
    public void Numbers_and_times_go_on_where_nothing_is_left_but_the_note_of_where_the_log_begins()
    {
        using var directory = new TemporaryDirectory();
        LogView before;
        using (var log = Open(directory))
        {
            Append(log, 5);
            log.TruncateBefore(5);
            before = log.View;
        }

        File.Delete(Assert.Single(Directory.GetFiles(directory.Path, "*.segment")));

        using var again = Open(directory);
        Assert.Equal((5, before.LastOffset, before.LastEnqueuedTime), (again.View.EndSequenceNumber, again.View.LastOffset, again.View.LastEnqueuedTime));
        Append(again, 1);
        Assert.Equal([5L], SequenceNumbers(again.View, ReadFrom.Earliest));
        Assert.True(again.View.LastOffset > before.LastOffset);
    }

    [Fact]
    public void A_failed_write_leaves_nothing_and_the_next_one_succeeds()
    {
        var store = new FaultyStore();
        using var log = new PartitionLog(store, TimeProvider.System, RollSize);
        Append(log, 1);
        store.FailsToFlush = true;
        Assert.Throws<IOException>(() => Append(log, 1));
        log.Discard();
        store.FailsToFlush = false;

        Append(log, 1);

        Assert.Equal([0L, 1], SequenceNumbers(log.View, ReadFrom.Earliest));
    }

    // What it holds behind its end would otherwise be read as if it had been acknowledged.
    [Fact]
    public void A_log_that_cannot_take_back_a_failed_write_takes_no_more_until_it_begins_anew()
    {
        var store = new FaultyStore();
        using var log = new PartitionLog(store, TimeProvider.System, RollSize);
        Append(log, 1);
        (store.FailsToFlush, store.FailsToTruncate) = (true, true);
        Assert.Throws<IOException>(() => Append(log, 1));
        log.Discard();
        (store.FailsToFlush, store.FailsToTruncate) = (false, false);

        Assert.Contains("takes no more events", Assert.Throws<IOException>(() => Append(log, 1)).Message, StringComparison.Ordinal);
        log.Discard();
        Assert.Equal([0L], SequenceNumbers(log.View, ReadFrom.Earliest));

        log.Reset();
        Append(log, 1);
        Assert.Equal([0L], SequenceNumbers(log.View, ReadFrom.Earliest));
    }

    [Fact]
    public async Task What_waits_to_be_written_is_written_before_a_partition_stops()
    {
        using var directory = new TemporaryDirectory();
        using var logging = LoggerFactory.Create(_ => { });
        var partition = new Partition(
            "0", Open(directory), new EventHubsEmulatorOptions { DataDirectory = directory.Path }, new PartitionEvents(logging.CreateLogger("hub"), "hub"));
        var acknowledged = 0;
        for (var i = 0; i < 100; i++)
        {
            var batch = Batch(1, 10_000);
            batch.Completed = error => acknowledged += error is null ? 1 : 0;
            await partition.AppendAsync(batch, TestContext.Current.CancellationToken);
        }

        await partition.DisposeAsync();

        Assert.Equal(100, acknowledged);
        using var again = Open(directory);
        Assert.Equal(100, again.View.EndSequenceNumber);
    }

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
        using var log = new PartitionLog(new SegmentStore(null), TimeProvider.System, RollSize);
        for (var i = 0; i < 40; i++)
            Append(log, 1, size: 1_000_000);

        Assert.Equal(40, SequenceNumbers(log.View, ReadFrom.Earliest).Count);
        log.TruncateBefore(39);
        Assert.Equal([39L], SequenceNumbers(log.View, ReadFrom.Earliest));
    }

    [Fact]
    public void A_log_over_its_limit_gives_up_its_oldest_segments()
    {
        using var log = new PartitionLog(new SegmentStore(null), TimeProvider.System, RollSize);
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
        using var log = new PartitionLog(new SegmentStore(directory.Path), clock, RollSize);
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

    private static PartitionLog Open(TemporaryDirectory directory) => new(new SegmentStore(directory.Path), TimeProvider.System, RollSize);

    // Where each of the records ends.
    private static List<long> Fill(TemporaryDirectory directory, int records)
    {
        var ends = new List<long>();
        using var log = Open(directory);
        for (var i = 0; i < records; i++)
        {
            Append(log, 1);
            ends.Add(log.View.EndOffset);
        }

        return ends;
    }

    private static void Damage(TemporaryDirectory directory, long offset)
    {
        using var file = File.Open(
            Directory.GetFiles(directory.Path, "*.segment").Order(StringComparer.Ordinal).First(), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Position = FileHeader + offset;
        file.Write([0xff, 0xff, 0xff, 0x7f]);
    }

    private static void Append(PartitionLog log, int count, int size = 10)
    {
        using var batch = Batch(count, size);
        log.Prepare(batch);
        log.Commit();
    }

    private static EventBatch Batch(int count, int size)
    {
        var batch = new EventBatch();
        for (var i = 0; i < count; i++)
        {
            var start = batch.Bytes.Length;
            batch.Bytes.Append(size).Clear();
            batch.Add(start, 0, 0, 0);
        }

        return batch;
    }

    private static List<long> SequenceNumbers(LogView log, ReadFrom from)
    {
        return SequenceNumbers(log, LogSearch.Find(log, from).Offset);
    }

    private static List<long> SequenceNumbers(LogView log, long offset)
    {
        var numbers = new List<long>();
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
