using IotAspire.Storage.Schema;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IotAspire.Storage.Migrations
{
    /// <summary>
    /// Creates all tables and the view. It is SQL because EF Core has no partitions, and uses IF NOT EXISTS because DDL commits
    /// implicitly: a migration that was interrupted runs again from its first step.
    /// </summary>
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (var step in InitialSteps.All)
                migrationBuilder.Sql(step);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP PROCEDURE IF EXISTS `remove_sensor`");
            migrationBuilder.Sql("DROP VIEW IF EXISTS `readings_named`");
            foreach (var table in InitialSteps.Tables)
                migrationBuilder.Sql($"DROP TABLE IF EXISTS `{table}`");
        }
    }
}
