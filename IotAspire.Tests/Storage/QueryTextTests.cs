using System.Globalization;
using IotAspire.Storage;

namespace IotAspire.Tests.Storage;

public sealed class QueryTextTests
{
    [Theory]
    [InlineData("SELECT `value` FROM `readings` WHERE `sensor` = 17", "SELECT `value` FROM `readings` WHERE `sensor` = ?")]
    [InlineData("SELECT 'it''s \\' mine', \"yours\", 0x1F, -1.5E-003", "SELECT ?, ?, ?, -?")]
    [InlineData("SELECT `a1`, `odd '5'` FROM `rollups_1m`", "SELECT `a1`, `odd '5'` FROM `rollups_1m`")]
    [InlineData("SELECT @from1, UTC_TIMESTAMP(6)", "SELECT @from1, UTC_TIMESTAMP(?)")]
    [InlineData("INSERT INTO `t` (`a`, `b`) VALUES (1,'x)'),(2,'(y'), (3,NOW(6))\nON DUPLICATE KEY UPDATE `a` = 4", "INSERT INTO `t` (`a`, `b`) VALUES (?,?)\nON DUPLICATE KEY UPDATE `a` = ?")]
    [InlineData("INSERT INTO `t` (`a`) VALUES (@0,@1),(@2,@3) ON DUPLICATE KEY UPDATE `a` = VALUES(`a`), (`b`) = 1", "INSERT INTO `t` (`a`) VALUES (@0,@1) ON DUPLICATE KEY UPDATE `a` = VALUES(`a`), (`b`) = ?")]
    [InlineData("SELECT 1 FROM `t` WHERE (`a`, `b`) IN ((1,'2'),(3,'4')) AND `c` = 5", "SELECT ? FROM `t` WHERE (`a`, `b`) IN ((?,?)) AND `c` = ?")]
    [InlineData("INSERT INTO `t` VALUES (1,NULL,2),(NULL,3,4) ON DUPLICATE KEY UPDATE `a` = NULL", "INSERT INTO `t` VALUES (?,?,?) ON DUPLICATE KEY UPDATE `a` = NULL")]
    [InlineData("SELECT 1 FROM `t` WHERE `a` IN (1, NULL) AND `b` IS NULL", "SELECT ? FROM `t` WHERE `a` IN (?, ?) AND `b` IS NULL")]
    [InlineData("SELECT 'never closed", "SELECT ?")]
    [InlineData("INSERT INTO `t` VALUES (1),(2,'never closed", "INSERT INTO `t` VALUES (?)")]
    [InlineData("", "")]
    public void Values_leave_the_text_and_of_rows_the_first_stays(string sql, string expected) => Assert.Equal(expected, QueryText.WithoutValues(sql));

    [Theory]
    [InlineData("SELECT * FROM wuser_table WHERE username = ?", "SELECT wuser_table")]
    [InlineData("INSERT INTO shipping_details (order_id) SELECT order_id FROM orders WHERE order_id = ?", "INSERT shipping_details SELECT orders")]
    [InlineData("SELECT `s`.`id` FROM `sensors` AS `s` JOIN (SELECT 1 FROM `readings`) r ON true LEFT JOIN `rollups_1d` USING (`id`)", "SELECT sensors SELECT readings rollups_1d")]
    [InlineData("SET innodb_lock_wait_timeout = 5; SELECT `owner` FROM `checkpoints` WHERE `id` = 1 FOR UPDATE", "SET SELECT checkpoints")]
    [InlineData("INSERT INTO `rollups_1m` (`sensor`) VALUES (1) ON DUPLICATE KEY UPDATE `sum` = 1", "INSERT rollups_1m")]
    [InlineData("INSERT IGNORE INTO `readings` (`sensor`) VALUES (1)", "INSERT readings")]
    [InlineData("UPDATE `checkpoints` SET `offset` = 1 WHERE `id` = 1", "UPDATE checkpoints")]
    [InlineData("DELETE FROM `owners` WHERE 1", "DELETE owners")]
    [InlineData("LOAD DATA LOCAL INFILE ? IGNORE INTO TABLE `readings` CHARACTER SET utf8mb4", "LOAD readings")]
    [InlineData("ROLLBACK TO SAVEPOINT before_load", "ROLLBACK")]
    [InlineData("", "")]
    public void A_summary_says_what_is_done_to_which_tables(string sql, string expected) => Assert.Equal(expected, QueryText.Summarize(sql));

    [Fact]
    public void Thousands_of_rows_become_one_and_the_rest_stays_short()
    {
        var rows = string.Join(',', Enumerable.Range(0, 50_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"({i},'2026-11-23 12:00:00',{i / 7.0:E16})")));

        Assert.Equal("INSERT INTO `t` VALUES (?,?,?) ON DUPLICATE KEY UPDATE `a` = ?", QueryText.WithoutValues($"INSERT INTO `t` VALUES {rows} ON DUPLICATE KEY UPDATE `a` = 1"));
        Assert.InRange(QueryText.WithoutValues($"SELECT {string.Join(", ", Enumerable.Range(0, 10_000).Select(i => $"`c{i}`"))}").Length, 4096, 4200);
        var summary = QueryText.Summarize(string.Join("; ", Enumerable.Range(0, 100).Select(i => $"DELETE FROM `table{i}`")));
        Assert.InRange(summary.Length, 230, 255);
        Assert.Matches("^(DELETE table[0-9]+ ?)+(DELETE)?$", summary);
    }
}
