using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace IotAspire.Storage.Model;

/// <summary>The database <c>iotdb</c>: schema, migrations and the read path. Batches of readings are written by <see cref="Ingest"/>.</summary>
public sealed class IotDbContext(DbContextOptions<IotDbContext> options) : DbContext(options)
{
    /// <summary>Table <c>sensors</c>.</summary>
    public DbSet<SensorRow> Sensors => Set<SensorRow>();

    /// <summary>Table <c>readings</c>.</summary>
    public DbSet<ReadingRow> Readings => Set<ReadingRow>();

    /// <summary>Table <c>checkpoints</c>.</summary>
    public DbSet<CheckpointRow> Checkpoints => Set<CheckpointRow>();

    /// <summary>Table <c>owners</c>.</summary>
    public DbSet<OwnerRow> Owners => Set<OwnerRow>();

    /// <summary>Table <c>ingest_statistics</c>.</summary>
    public DbSet<IngestStatisticsRow> IngestStatistics => Set<IngestStatisticsRow>();

    /// <summary>Table <c>dead_letters</c>.</summary>
    public DbSet<DeadLetterRow> DeadLetters => Set<DeadLetterRow>();

    /// <summary>Table <c>retention</c>.</summary>
    public DbSet<RetentionRow> Retention => Set<RetentionRow>();

    /// <summary>Table <c>api_keys</c>.</summary>
    public DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();

    /// <summary>The table of one rollup level.</summary>
    public DbSet<RollupRow> Rollups(RollupLevel level) => Set<RollupRow>(level.Table);

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder) => IotDbModel.Build(modelBuilder);
}

/// <summary>For the EF Core tools, which need a context but no server to write a migration.</summary>
internal sealed class IotDbContextFactory : IDesignTimeDbContextFactory<IotDbContext>
{
    public IotDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<IotDbContext>().UseMySql("Server=localhost;Database=iotdb", StorageServer.Version).Options);
}
