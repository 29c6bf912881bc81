using IotAspire.Storage.Schema;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IotAspire.Storage.Migrations
{
    /// <summary>
    /// Readings of clocks that run ahead, the newest late reading of a bucket, and what raw readings have been dropped. As SQL that can
    /// be run again, like <see cref="Initial"/>.
    /// </summary>
    public partial class LateAndAhead : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (var step in LateAndAheadSteps.All)
                migrationBuilder.Sql(step);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("ALTER TABLE `retention` DROP COLUMN `raw_dropped_until`");
            foreach (var table in new[] { "rollups_1m", "rollups_1h", "rollups_1d" })
                migrationBuilder.Sql($"ALTER TABLE `{table}` DROP COLUMN `ahead`, DROP COLUMN `last_late_at`");
        }
    }
}
