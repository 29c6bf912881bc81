using IotAspire.Storage.Model;

namespace IotAspire.Storage.Ingest;

/// <summary>Writes deltas into a rollup table.</summary>
internal static class RollupWriter
{
    private const int RowsPerStatement = 200;

    // MySQL assigns from left to right, and a later assignment sees the earlier ones: m2 needs the old sum and count, the first
    // and last values need the old instants, so they stand before them. A delta without new readings (only repetitions)
    // leaves all but the counters. m2 is merged after Chan, Golub and LeVeque (1979); it begins with POW because a quotient of
    // whole numbers alone would be a decimal with four places.
    private const string Merge =
        """
        ON DUPLICATE KEY UPDATE
          `m2` = IF(VALUES(`count`) = 0, `m2`, `m2` + VALUES(`m2`)
            + POW(VALUES(`sum`) / VALUES(`count`) - `sum` / `count`, 2) * `count` * VALUES(`count`) / (`count` + VALUES(`count`))),
          `min` = IF(VALUES(`count`) = 0, `min`, LEAST(`min`, VALUES(`min`))),
          `max` = IF(VALUES(`count`) = 0, `max`, GREATEST(`max`, VALUES(`max`))),
          `first` = IF(VALUES(`count`) > 0 AND VALUES(`first_at`) < `first_at`, VALUES(`first`), `first`),
          `first_at` = IF(VALUES(`count`) > 0 AND VALUES(`first_at`) < `first_at`, VALUES(`first_at`), `first_at`),
          `last` = IF(VALUES(`count`) > 0 AND VALUES(`last_at`) > `last_at`, VALUES(`last`), `last`),
          `last_at` = IF(VALUES(`count`) > 0 AND VALUES(`last_at`) > `last_at`, VALUES(`last_at`), `last_at`),
          `sum` = `sum` + VALUES(`sum`),
          `count` = `count` + VALUES(`count`),
          `duplicates` = `duplicates` + VALUES(`duplicates`),
          `conflicts` = `conflicts` + VALUES(`conflicts`),
          `late` = `late` + VALUES(`late`),
          `out_of_range` = `out_of_range` + VALUES(`out_of_range`),
          `ahead` = `ahead` + VALUES(`ahead`),
          `last_late_at` = COALESCE(GREATEST(`last_late_at`, VALUES(`last_late_at`)), `last_late_at`, VALUES(`last_late_at`))
        """;

    // Repetitions aren't in the raw readings, so their counts stay.
    private const string Replace =
        """
        ON DUPLICATE KEY UPDATE `count` = VALUES(`count`), `sum` = VALUES(`sum`), `m2` = VALUES(`m2`), `min` = VALUES(`min`), `max` = VALUES(`max`),
          `first` = VALUES(`first`), `first_at` = VALUES(`first_at`), `last` = VALUES(`last`), `last_at` = VALUES(`last_at`),
          `late` = VALUES(`late`), `out_of_range` = VALUES(`out_of_range`), `ahead` = VALUES(`ahead`), `last_late_at` = VALUES(`last_late_at`)
        """;

    private static readonly Dictionary<RollupLevel, Statement> AddTo = RollupLevel.All.ToDictionary(level => level, level => Insert($"add to {level.Table}", level, Merge));
    private static readonly Dictionary<RollupLevel, Statement> ReplaceIn = RollupLevel.All.ToDictionary(level => level, level => Insert($"replace in {level.Table}", level, Replace));

    public static Task AddAsync(IngestTransaction transaction, RollupDeltas deltas, CancellationToken cancellationToken) =>
        WriteAsync(transaction, deltas, AddTo[deltas.Level], cancellationToken);

    /// <summary>Puts the deltas in the place of what is there.</summary>
    public static Task ReplaceAsync(IngestTransaction transaction, RollupDeltas deltas, CancellationToken cancellationToken) =>
        WriteAsync(transaction, deltas, ReplaceIn[deltas.Level], cancellationToken);

    private static async Task WriteAsync(IngestTransaction transaction, RollupDeltas deltas, Statement statement, CancellationToken cancellationToken)
    {
        var values = new RollupValues();
        for (var start = 0; start < deltas.Buckets.Count; start += RowsPerStatement)
        {
            await using var command = transaction.Command(statement, values.Write(deltas.Slice(start, RowsPerStatement)));
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static Statement Insert(string name, RollupLevel level, string onExisting) => new(
        name,
        $"""
        INSERT INTO `{level.Table}` (`sensor`, `bucket_start`, `count`, `sum`, `m2`, `min`, `max`, `first`, `first_at`,
          `last`, `last_at`, `duplicates`, `conflicts`, `late`, `out_of_range`, `ahead`, `last_late_at`)
        VALUES {Statement.List}
        {onExisting}
        """);
}
