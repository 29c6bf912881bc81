using IotAspire.Storage.Schema;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IotAspire.Storage.Migrations
{
    /// <summary>From when on one-minute rollups are kept. As SQL that can be run again, like <see cref="Initial"/>.</summary>
    public partial class MinuteCutoff : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (var step in MinuteCutoffSteps.All)
                migrationBuilder.Sql(step);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("ALTER TABLE `retention` DROP COLUMN `minute_cutoff`");
    }
}
