using System.Globalization;
using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.EventHubs.Emulator.Http;

/// <summary>The last events of a partition, or the last before one of them.</summary>
internal static class EventsRequest
{
    private const int DefaultCount = 20;
    private const int MaxCount = 1000;
    private const int ChunkSize = 256 * 1024;

    // Of the events as they are stored, and as JSON.
    private const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Of the requests whose answers are made now, each of which takes some MiB. The others wait.</summary>
    public static SemaphoreSlim Turns { get; } = new(2);

    public static async Task<ApiAnswer> HandleAsync(ApiCall call)
    {
        var partition = call.Partition(call.Hub());
        await Turns.WaitAsync(call.Aborted);
        try
        {
            return await AnswerAsync(call, partition);
        }
        finally
        {
            Turns.Release();
        }
    }

    private static async Task<ApiAnswer> AnswerAsync(ApiCall call, Partition partition)
    {
        while (true)
        {
            try
            {
                return Answer(call, partition.Log);
            }
            catch (DamagedRecordException damaged)
            {
                if (!await partition.RepairAsync(damaged.Offset, call.Aborted))
                    throw;
            }
        }
    }

    private static ApiAnswer Answer(ApiCall call, LogView log)
    {
        var (count, before) = Read(call.Query, log);
        var end = Math.Clamp(before, log.BeginSequenceNumber, log.EndSequenceNumber);
        var events = Events(log, Math.Max(log.BeginSequenceNumber, end - count), end);
        var first = events.Count > 0 ? events[0].SequenceNumber : end;
        return ApiAnswer.Ok(new EventsAnswer(events, first > log.BeginSequenceNumber ? first : null));
    }

    private static (long Count, long Before) Read(IQueryCollection query, LogView log)
    {
        var errors = query.Keys.Where(name => name is not ("count" or "before"))
            .Select(name => new HttpProblemError(name, "There is no such parameter.", ["count", "before"])).ToList();
        var count = Number(query, "count", DefaultCount, 1, MaxCount, errors);
        var before = Number(query, "before", log.EndSequenceNumber, 0, long.MaxValue, errors);
        return errors.Count == 0 ? (count, before) : throw ProblemException.Invalid(errors);
    }

    private static long Number(IQueryCollection query, string name, long absent, long minimum, long maximum, List<HttpProblemError> errors)
    {
        if (!query.TryGetValue(name, out var text))
            return absent;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum)
            return number;
        errors.Add(new HttpProblemError(name, $"'{text}' isn't allowed.", [$"{minimum} to {maximum}"]));
        return absent;
    }

    // If they are too large together, the last of them; the others are before the first.
    private static List<EventAnswer> Events(LogView log, long first, long end)
    {
        var events = new Queue<(EventAnswer Event, int Bytes)>();
        var bytes = 0;
        var offset = LogSearch.FromSequenceNumber(log, first).Offset;
        var isEnd = false;
        while (!isEnd && (offset = log.Next(offset)) < log.EndOffset)
        {
            var before = offset;
            using var chunk = RecordChunk.Read(log, offset, ChunkSize);
            while (!isEnd && chunk.TryNext(out var record))
            {
                isEnd = record.SequenceNumber >= end;
                if (isEnd)
                    break;
                var answer = EventReading.ToAnswer(record, out var written);
                var size = Math.Max(record.Message.Length, written);
                bytes += size;
                events.Enqueue((answer, size));
                while (bytes > MaxBytes && events.Count > 1)
                    bytes -= events.Dequeue().Bytes;
                offset = record.NextOffset;
            }

            if (!isEnd && offset == before)
                throw new DamagedRecordException(offset);
        }

        return [.. events.Select(one => one.Event)];
    }
}
