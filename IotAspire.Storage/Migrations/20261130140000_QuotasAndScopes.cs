using IotAspire.Storage.Schema;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IotAspire.Storage.Migrations
{
    /// <summary>The size of dead letters and how many have been deleted; scopes, end and last use of API keys. As SQL that can be run again, like <see cref="Initial"/>.</summary>
    public partial class QuotasAndScopes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (var step in QuotasAndScopesSteps.All)
                migrationBuilder.Sql(step);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("ALTER TABLE `api_keys` DROP COLUMN `scopes`, DROP COLUMN `expires_at`, DROP COLUMN `last_used_at`");
            migrationBuilder.Sql("ALTER TABLE `retention` DROP COLUMN `dead_letters_deleted`");
            migrationBuilder.Sql("ALTER TABLE `dead_letters` DROP INDEX `stored`, DROP COLUMN `body_bytes`");
        }
    }
}
