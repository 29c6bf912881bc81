using IotAspire.Storage.Ingest;

namespace IotAspire.Aggregator.Ingest;

/// <summary>
/// Makes of dead letters as many lines as somebody can read: the first of a reason at once, the others together once a minute. All
/// partitions share one. Neither waits nor logs; safe for any number of threads.
/// </summary>
internal sealed class DeadLetterDigest(TimeProvider clock)
{
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();

    // By reason, how many since the last line; with those of which there was a line in this period alone.
    private readonly SortedDictionary<string, int> _more = new(StringComparer.Ordinal);
    private long _began;

    /// <summary>Counts what couldn't be stored.</summary>
    /// <returns>What is to be told at once.</returns>
    public IReadOnlyList<DeadLetter> Add(IReadOnlyList<DeadLetter> letters)
    {
        if (letters.Count == 0)
            return letters;
        var first = new List<DeadLetter>();
        lock (_gate)
        {
            if (_more.Count == 0)
                _began = clock.GetTimestamp();
            foreach (var letter in letters)
            {
                if (_more.TryAdd(letter.Reason, 0))
                    first.Add(letter);
                else
                    _more[letter.Reason]++;
            }
        }

        return first;
    }

    /// <summary>What came since and wasn't told, by reason; empty before the period is over, or if there is nothing.</summary>
    /// <param name="isLast">Whether there is no later time to ask.</param>
    public IReadOnlyDictionary<string, int> Take(bool isLast = false)
    {
        lock (_gate)
        {
            if (_more.Count == 0 || (!isLast && clock.GetElapsedTime(_began) < Period))
                return new Dictionary<string, int>();
            var more = _more.Where(reason => reason.Value > 0).ToDictionary();
            _began = clock.GetTimestamp();
            // A reason that was quiet for so long is told at once when it comes again.
            _more.Clear();
            foreach (var reason in more.Keys)
                _more.Add(reason, 0);
            return more;
        }
    }
}
