using System.Data.Common;

namespace IotAspire.AppHost;

/// <summary>Servers that the command line names; they are left alone.</summary>
internal static class ExistingServers
{
    private const string EntityPath = "EntityPath";
    private const string EventHub = "telemetry";
    private const string Database = "iotdb";

    /// <summary>The event hub of a connection string; <c>telemetry</c> where it names none.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddExistingEventHub(this IDistributedApplicationBuilder builder, string connectionString) =>
        builder.AddConnectionString(EventHub, Of($"{connectionString.TrimEnd(';')}{(connectionString.Contains($"{EntityPath}=", StringComparison.OrdinalIgnoreCase) ? "" : $";{EntityPath}={EventHub}")}"));

    /// <summary>The database of a connection string; <c>iotdb</c> where it names none.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddExistingDatabase(this IDistributedApplicationBuilder builder, string connectionString)
    {
        var parts = new DbConnectionStringBuilder { ConnectionString = connectionString };
        if (!parts.ContainsKey("Database") && !parts.ContainsKey("Initial Catalog"))
            parts["Database"] = Database;
        return builder.AddConnectionString(Database, Of(parts.ConnectionString));
    }

    private static ReferenceExpression Of(string text)
    {
        var expression = new ReferenceExpressionBuilder();
        // It becomes a format, in which braces mean something.
        expression.AppendLiteral(text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
        return expression.Build();
    }
}
