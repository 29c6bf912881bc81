using IotAspire.Storage;
using MySqlConnector;

namespace IotAspire.Tests.Storage;

public sealed class StatementTests
{
    [Fact]
    public void The_server_gets_the_name_as_a_comment_and_telemetry_the_text_without_rows()
    {
        var statement = new Statement("insert test rows", $"INSERT INTO `t` (`a`) VALUES {Statement.List}");
        var rows = new ParameterRows();
        rows.Add(17);
        rows.Add(18);
        using var connection = new MySqlConnection();
        using var command = statement.On(connection, null, rows);

        Assert.Equal("-- insert test rows\nINSERT INTO `t` (`a`) VALUES (@0),(@1)", command.CommandText);
        Assert.Equal([17, 18], command.Parameters.Select(parameter => parameter.Value));
        Assert.Equal(("insert test rows", "INSERT INTO `t` (`a`) VALUES {list}"), Statement.Describe(statement.With("(17),(18)")));
    }

    [Fact]
    public void No_two_statements_have_one_name()
    {
        _ = new Statement("count test rows", "SELECT 1");
        _ = new Statement("count test rows", "SELECT 1");
        Assert.Contains("count test rows", Assert.Throws<ArgumentException>(() => new Statement("count test rows", "SELECT 2")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LOAD DATA LOCAL INFILE ':SOURCE' IGNORE INTO TABLE `readings`", "load readings")]
    [InlineData("CREATE TABLE `t` (`a` int)", "CREATE")]
    [InlineData("-- a tag of EF Core\n\nSELECT 1", "a tag of EF Core")]
    [InlineData("", "")]
    public void A_text_of_a_library_is_called_by_its_comment_or_its_first_word(string sql, string name) => Assert.Equal(name, Statement.Describe(sql).Name);

    [Fact]
    public void A_long_text_of_a_library_is_cut() =>
        Assert.Equal(4096, Statement.Describe($"SELECT {new string('1', 10_000)}").Text.Length);
}
