using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IotAspire.Storage.Model;

/// <summary>
/// The tables. Every text column states charset and collation, because the servers' defaults differ; every time is
/// <c>datetime</c>, because <c>timestamp</c> follows the session's zone.
/// </summary>
internal static partial class IotDbModel
{
    private const string NameCollation = "ascii_general_ci";

    public static void Build(ModelBuilder model)
    {
        Sensors(model.Entity<SensorRow>());
        Readings(model.Entity<ReadingRow>());
        foreach (var level in RollupLevel.All)
            Rollups(model.SharedTypeEntity<RollupRow>(level.Table).ToTable(level.Table));
        Checkpoints(model.Entity<CheckpointRow>());
        Owners(model.Entity<OwnerRow>());
        IngestStatistics(model.Entity<IngestStatisticsRow>());
        DeadLetters(model.Entity<DeadLetterRow>());
        Retention(model.Entity<RetentionRow>());
        ApiKeys(model.Entity<ApiKeyRow>());
        foreach (var property in model.Model.GetEntityTypes().SelectMany(type => type.GetProperties()))
            property.SetColumnName(SnakeCase(property.GetColumnName()));
    }

    private static void Sensors(EntityTypeBuilder<SensorRow> table)
    {
        table.ToTable("sensors").HasKey(row => row.Id);
        table.HasIndex(row => row.SensorId).IsUnique();
        Ascii(table.Property(row => row.SensorId), 64, "ascii_bin");
        Text(table.Property(row => row.Type), 64);
        Text(table.Property(row => row.Unit), 32);
        Text(table.Property(row => row.Description), 255);
        table.Property(row => row.RangeMinimum).HasColumnName("range_min");
        table.Property(row => row.RangeMaximum).HasColumnName("range_max");
        Ascii(table.Property(row => row.Origin), 16, "ascii_bin");
    }

    private static void Readings(EntityTypeBuilder<ReadingRow> table)
    {
        table.ToTable("readings").HasKey(row => new { row.Sensor, row.MeasuredAt });
        table.Property(row => row.Sensor).ValueGeneratedNever();
        table.Property(row => row.MeasuredAt).HasPrecision(6);
        table.Property(row => row.EnqueuedAt).HasPrecision(3);
    }

    private static void Rollups(EntityTypeBuilder<RollupRow> table)
    {
        table.HasKey(row => new { row.Sensor, row.BucketStart });
        table.Property(row => row.BucketStart).HasPrecision(0);
        table.Property(row => row.FirstAt).HasPrecision(6);
        table.Property(row => row.LastAt).HasPrecision(6);
        table.Property(row => row.LastLateAt).HasPrecision(3);
    }

    private static void Checkpoints(EntityTypeBuilder<CheckpointRow> table)
    {
        table.ToTable("checkpoints").HasKey(row => new { row.EventHub, row.ConsumerGroup, row.PartitionId });
        Ascii(table.Property(row => row.EventHub), 256, NameCollation);
        Ascii(table.Property(row => row.ConsumerGroup), 64, NameCollation);
        Ascii(table.Property(row => row.PartitionId), 16, NameCollation);
        Ascii(table.Property(row => row.Offset), 64, "ascii_bin");
        Ascii(table.Property(row => row.Owner), 128, "ascii_bin");
        table.Property(row => row.HubCreatedAt).HasPrecision(3);
        table.Property(row => row.LastEnqueuedAt).HasPrecision(3);
        table.Property(row => row.CaughtUpAt).HasPrecision(6);
        table.Property(row => row.LeaseUntil).HasPrecision(6);
    }

    private static void Owners(EntityTypeBuilder<OwnerRow> table)
    {
        table.ToTable("owners").HasKey(row => new { row.EventHub, row.ConsumerGroup, row.Owner });
        Ascii(table.Property(row => row.EventHub), 256, NameCollation);
        Ascii(table.Property(row => row.ConsumerGroup), 64, NameCollation);
        Ascii(table.Property(row => row.Owner), 128, "ascii_bin");
        table.Property(row => row.AliveUntil).HasPrecision(6);
    }

    private static void IngestStatistics(EntityTypeBuilder<IngestStatisticsRow> table)
    {
        table.ToTable("ingest_statistics").HasKey(row => new { row.EventHub, row.ConsumerGroup, row.PartitionId });
        Ascii(table.Property(row => row.EventHub), 256, NameCollation);
        Ascii(table.Property(row => row.ConsumerGroup), 64, NameCollation);
        Ascii(table.Property(row => row.PartitionId), 16, NameCollation);
        table.Property(row => row.StoredAt).HasPrecision(6);
    }

    private static void DeadLetters(EntityTypeBuilder<DeadLetterRow> table)
    {
        table.ToTable("dead_letters").HasKey(row => row.Id);
        table.HasIndex(row => new { row.EventHub, row.ConsumerGroup, row.PartitionId, row.Epoch, row.SequenceNumber, row.Item }).IsUnique();
        Ascii(table.Property(row => row.EventHub), 256, NameCollation);
        Ascii(table.Property(row => row.ConsumerGroup), 64, NameCollation);
        Ascii(table.Property(row => row.PartitionId), 16, NameCollation);
        Ascii(table.Property(row => row.Reason), 32, "ascii_bin");
        Text(table.Property(row => row.Detail), 1024);
        table.Property(row => row.Body).HasColumnType("mediumblob");
        table.Property(row => row.BodyBytes).HasComputedColumnSql("length(`body`)", stored: true);
        table.HasIndex(row => new { row.StoredAt, row.BodyBytes });
        table.Property(row => row.EnqueuedAt).HasPrecision(3);
        table.Property(row => row.StoredAt).HasPrecision(6);
    }

    private static void Retention(EntityTypeBuilder<RetentionRow> table)
    {
        table.ToTable("retention").HasKey(row => row.Id);
        table.Property(row => row.Id).ValueGeneratedNever();
        table.Property(row => row.RawCutoff).HasPrecision(6);
        table.Property(row => row.RawDroppedUntil).HasPrecision(6);
        table.Property(row => row.MinuteCutoff).HasPrecision(6);
    }

    private static void ApiKeys(EntityTypeBuilder<ApiKeyRow> table)
    {
        table.ToTable("api_keys").HasKey(row => row.Id);
        table.HasIndex(row => row.KeyHash).IsUnique();
        Text(table.Property(row => row.Name), 100);
        table.Property(row => row.KeyHash).HasColumnType("binary(32)");
        table.Property(row => row.CreatedAt).HasPrecision(6);
        Ascii(table.Property(row => row.Scopes), 64, "ascii_bin");
        table.Property(row => row.ExpiresAt).HasPrecision(6);
        table.Property(row => row.LastUsedAt).HasPrecision(6);
        table.Property(row => row.RevokedAt).HasPrecision(6);
    }

    private static void Ascii<T>(PropertyBuilder<T> column, int length, string collation) =>
        column.HasMaxLength(length).HasCharSet("ascii").UseCollation(collation);

    private static void Text<T>(PropertyBuilder<T> column, int length) =>
        column.HasMaxLength(length).HasCharSet("utf8mb4").UseCollation("utf8mb4_bin");

    private static string SnakeCase(string name) => WordStart().Replace(name, "_$0").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]")]
    private static partial Regex WordStart();
}
