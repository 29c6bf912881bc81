using DuckDB.NET.Data;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Api.Answers;

/// <summary>DuckDB over files in a folder that goes with the test.</summary>
internal sealed class DuckDb : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DuckDBConnection _connection = new("DataSource=:memory:");

    public DuckDb()
    {
        _connection.Open();
        using var command = _connection.CreateCommand();
        command.CommandText = $"SET file_search_path = '{_folder.Path}'; SET TimeZone = 'UTC'";
        command.ExecuteNonQuery();
    }

    public void Add(string name, byte[] content) => File.WriteAllBytes(_folder.Combine(name), content);

    public Table Query(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string?[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => Cell(reader.GetValue(column)))]);
        return new([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)], rows);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _folder.Dispose();
    }

    private static string? Cell(object value) => value switch
    {
        DBNull => null,
        double number => Table.Text(number),
        long number => Table.Text((double)number),
        bool flag => Table.Text(flag),
        DateTime instant => Table.Text(instant),
        string text => text,
        _ => throw new NotSupportedException($"{value.GetType()}"),
    };
}
