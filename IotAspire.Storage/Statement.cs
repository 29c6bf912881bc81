using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using MySqlConnector;

namespace IotAspire.Storage;

/// <summary>
/// A statement and its name. The name precedes the text as a comment, so that traces, metrics and the server's process list and logs
/// all show it.
/// </summary>
internal sealed class Statement
{
    /// <summary>Stands in the text for what differs from call to call: rows, or a condition on keys. Telemetry shows the placeholder.</summary>
    public const string List = "{list}";

    private const string Comment = "-- ";

    // The driver composes the text of a bulk load, of which there is one.
    private const string BulkLoad = "LOAD DATA";
    private const string BulkLoadName = "load readings";

    private const int MaxTelemetryText = 4096;
    private static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);

    private readonly string _text;

    /// <exception cref="ArgumentException">Another statement has the name.</exception>
    public Statement(string name, string text)
    {
        if (Texts.GetOrAdd(name, text) != text)
            throw new ArgumentException($"Two statements are named \"{name}\".", nameof(name));
        _text = $"{Comment}{name}\n{text}";
    }

    /// <summary>The text with this list.</summary>
    public string With(string list) => _text.Replace(List, list, StringComparison.Ordinal);

    public MySqlCommand On(MySqlConnection connection, MySqlTransaction? transaction = null) => new(_text, connection, transaction);

    public MySqlCommand On(MySqlConnection connection, MySqlTransaction? transaction, string list) => new(With(list), connection, transaction);

    public MySqlCommand On(MySqlConnection connection, MySqlTransaction? transaction, ParameterRows rows)
    {
        var command = On(connection, transaction, rows.ToString());
        foreach (var value in rows.Values)
            command.Parameters.AddWithValue(ParameterRows.NameOf(command.Parameters.Count), value);
        return command;
    }

    /// <summary>What telemetry shows for a text that was sent: its name, and the text without values.</summary>
    /// <returns>A text without a name, such as those of migrations, is called by its first word.</returns>
    public static (string Name, string Text) Describe(string sql)
    {
        if (!sql.StartsWith(Comment, StringComparison.Ordinal))
            return (sql.StartsWith(BulkLoad, StringComparison.Ordinal) ? BulkLoadName : sql.Split(' ', 2)[0], sql[..Math.Min(sql.Length, MaxTelemetryText)]);
        var end = sql.IndexOf('\n', StringComparison.Ordinal);
        var name = sql[Comment.Length..(end < 0 ? sql.Length : end)].TrimEnd();
        return (name, Texts.TryGetValue(name, out var text) ? text : sql[(end + 1)..Math.Min(sql.Length, MaxTelemetryText)].TrimStart());
    }
}

/// <summary>The list of a multi-row statement, <c>(@0,@1),(@2,@3)</c>, and the values of its parameters.</summary>
internal sealed class ParameterRows
{
    private readonly StringBuilder _text = new();
    private readonly List<object?> _values = [];

    public IReadOnlyList<object?> Values => _values;

    public static string NameOf(int index) => string.Create(CultureInfo.InvariantCulture, $"@{index}");

    public void Add(params ReadOnlySpan<object?> values)
    {
        _text.Append(_text.Length == 0 ? "(" : ",(");
        for (var i = 0; i < values.Length; i++)
        {
            _text.Append(i == 0 ? "" : ",").Append(NameOf(_values.Count));
            _values.Add(values[i]);
        }

        _text.Append(')');
    }

    public override string ToString() => _text.ToString();
}
