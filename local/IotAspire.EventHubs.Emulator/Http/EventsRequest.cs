using System.Globalization;
using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.EventHubs.Emulator.Http;

/// <summary>The last events of a partition, or the last before one of them.</summary>
internal static class EventsRequest
{
    private const int DefaultCount = 20;
    private const int MaximumCount = 1000;
    private const int ChunkSize = 256 * 1024;

    public static async Task<ApiAnswer> HandleAsync(ApiCall call)
    {
        var partition = call.Partition(call.Hub());
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
        var first = Math.Max(log.BeginSequenceNumber, end - count);
        return ApiAnswer.Ok(new EventsAnswer(Events(log, first, end), first > log.BeginSequenceNumber ? first : null));
    }

    private static (long Count, long Before) Read(IQueryCollection query, LogView log)
    {
        var errors = query.Keys.Where(name => name is not ("count" or "before"))
            .Select(name => new ProblemError(name, "There is no such parameter.", ["count", "before"])).ToList();
        var count = Number(query, "count", DefaultCount, 1, MaximumCount, errors);
        var before = Number(query, "before", log.EndSequenceNumber, 0, long.MaxValue, errors);
        return errors.Count == 0 ? (count, before) : throw ProblemException.Invalid(errors);
    }

    private static long Number(IQueryCollection query, string name, long absent, long minimum, long maximum, List<ProblemError> errors)
    {
        if (!query.TryGetValue(name, out var text))
            return absent;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum)
            return number;
        errors.Add(new ProblemError(name, $"'{text}' isn't allowed.", [$"{minimum} to {maximum}"]));
        return absent;
    }

    private static List<EventAnswer> Events(LogView log, long first, long end)
    {
        var events = new List<EventAnswer>();
        var offset = LogSearch.FromSequenceNumber(log, first).Offset;
        while ((offset = log.Next(offset)) < log.EndOffset)
        {
            var before = offset;
            using var chunk = RecordChunk.Read(log, offset, ChunkSize);
            while (chunk.TryNext(out var record))
            {
                if (record.SequenceNumber >= end)
                    return events;
                events.Add(EventReading.ToAnswer(record));
                offset = record.NextOffset;
            }

            if (offset == before)
                throw new DamagedRecordException(offset);
        }

        return events;
    }
}
