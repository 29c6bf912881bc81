using IotAspire.Storage.Schema;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IotAspire.Storage.Migrations
{
    /// <summary>
    /// The processes that share partitions, what they have stored, and one-minute rollups in partitions. As SQL that can be run
    /// again, like <see cref="Initial"/>.
    /// </summary>
    public partial class AggregatorState : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (var step in AggregatorStateSteps.All)
                migrationBuilder.Sql(step);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("ALTER TABLE `rollups_1m` REMOVE PARTITIONING");
            foreach (var table in AggregatorStateSteps.Tables)
                migrationBuilder.Sql($"DROP TABLE IF EXISTS `{table}`");
        }
    }
}
