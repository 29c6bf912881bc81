// github.com/microsoft/aspire, 13.6: src/Aspire.Hosting.MySql/api/Aspire.Hosting.MySql.cs
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting
{
    public static class MySqlBuilderExtensions
    {
        public static IResourceBuilder<MySqlServerResource> AddMySql(this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource>? password = null, int? port = null) => throw null!;

        public static IResourceBuilder<MySqlDatabaseResource> AddDatabase(this IResourceBuilder<MySqlServerResource> builder, string name, string? databaseName = null) => throw null!;

        public static IResourceBuilder<MySqlServerResource> WithDataVolume(this IResourceBuilder<MySqlServerResource> builder, string? name = null, bool isReadOnly = false) => throw null!;
    }
}

namespace Aspire.Hosting.ApplicationModel
{
    public class MySqlServerResource : ContainerResource, IResourceWithConnectionString
    {
        public MySqlServerResource(string name, ParameterResource password)
            : base(name) => throw null!;

        public ReferenceExpression ConnectionStringExpression => throw null!;
    }

    public class MySqlDatabaseResource : Resource, IResourceWithParent<MySqlServerResource>, IResourceWithConnectionString
    {
        public MySqlDatabaseResource(string name, string databaseName, MySqlServerResource parent)
            : base(name) => throw null!;

        public ReferenceExpression ConnectionStringExpression => throw null!;

        public MySqlServerResource Parent => throw null!;
    }
}
