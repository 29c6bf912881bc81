using IotAspire.Storage.Schema;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IotAspire.Storage.Migrations
{
    /// <summary>Scopes, end and last use of API keys. As SQL that can be run again, like <see cref="Initial"/>.</summary>
    public partial class KeyScopes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (var step in KeyScopesSteps.All)
                migrationBuilder.Sql(step);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("ALTER TABLE `api_keys` DROP COLUMN `scopes`, DROP COLUMN `expires_at`, DROP COLUMN `last_used_at`");
        }
    }
}
