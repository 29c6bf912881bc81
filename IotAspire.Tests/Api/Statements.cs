using System.Collections.Concurrent;
using System.Diagnostics;
using MySqlConnector;

namespace IotAspire.Tests.Api;

/// <summary>Listens to the statements that go to one database, as the driver's own tracing tells.</summary>
internal sealed class Statements : IDisposable
{
    private readonly ConcurrentQueue<string> _texts = new();
    private readonly ActivityListener _listener;

    public Statements(string connectionString)
    {
        var database = new MySqlConnectionStringBuilder(connectionString).Database;
        _listener = new()
        {
            ShouldListenTo = source => source.Name == "MySqlConnector",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (Tag(activity, "db.namespace", "db.name") == database && Tag(activity, "db.query.text", "db.statement") is { } text)
                    _texts.Enqueue(text);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public int Count(string part) => _texts.Count(text => text.Contains(part, StringComparison.Ordinal));

    public void Dispose() => _listener.Dispose();

    private static string? Tag(Activity activity, params string[] names) => names.Select(name => activity.GetTagItem(name) as string).FirstOrDefault(value => value is not null);
}
