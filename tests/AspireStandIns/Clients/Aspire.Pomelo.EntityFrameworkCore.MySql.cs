// github.com/microsoft/aspire, 13.6: src/Components/Aspire.Pomelo.EntityFrameworkCore.MySql/api/Aspire.Pomelo.EntityFrameworkCore.MySql.cs
using Aspire.Pomelo.EntityFrameworkCore.MySql;
using Microsoft.EntityFrameworkCore;

namespace Aspire.Pomelo.EntityFrameworkCore.MySql
{
    public sealed class PomeloEntityFrameworkCoreMySqlSettings
    {
        public bool DisableHealthChecks { get => throw null!; set { } }

        public bool DisableRetry { get => throw null!; set { } }
    }
}

namespace Microsoft.Extensions.Hosting
{
    public static class AspireEFMySqlExtensions
    {
        public static void EnrichMySqlDbContext<TContext>(this IHostApplicationBuilder builder, Action<PomeloEntityFrameworkCoreMySqlSettings>? configureSettings = null)
            where TContext : DbContext => throw null!;
    }
}
