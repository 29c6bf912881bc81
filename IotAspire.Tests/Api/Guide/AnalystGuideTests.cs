using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;
using IotAspire.Tests.Foreign;
using IotAspire.Tests.Support;
using static IotAspire.Tests.Storage.Batches;

namespace IotAspire.Tests.Api.Guide;

/// <summary>What the analyst's guide marks as run by a test, as it stands there, against the API as a server.</summary>
public sealed class AnalystGuideTests(MySqlServers servers)
{
    [Fact]
    public async Task Curl_and_DuckDB()
    {
        Requirement.Met(Tool.Exists("bash") && Tool.Exists("curl"), "bash and curl");
        await using var api = await StartAsync();
        using var folder = new TemporaryFolder();
        foreach (var block in GuideBlocks.Of("bash"))
            await RunAsync(new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", block.Replace("curl -s", "curl -sSf", StringComparison.Ordinal)]), "", api.Address, folder);

        var answers = GuideBlocks.Of("sql").Select(sql => Query(sql, folder)).ToList();

        Assert.Equal([["kitchen-temperature", "100", "49.5"], ["offices-temperature", "30", "14.5"]], answers[0].ConvertAll(row => row[..3]));
        Assert.Equal(["49.5", "14.5"], answers[1].Select(row => row[2]));
    }

    [Fact]
    [Trait("Category", "Foreign")]
    public async Task Pandas()
    {
        await using var api = await StartAsync();
        using var folder = new TemporaryFolder();

        var outputs = new List<string>();
        foreach (var block in GuideBlocks.Of("python"))
            outputs.Add(await RunAsync(await DebianPandas.GetAsync(), block, api.Address, folder));

        Assert.Equal(2, outputs.Count);
        Assert.Matches(@"mean\s+49\.5\s+14\.5", outputs[0]);
        Assert.Matches(@"^130 .*\n?kitchen-temperature\s+49\.5\noffices-temperature\s+14\.5", outputs[1]);
    }

    private async Task<RunningApi> StartAsync()
    {
        var api = await RunningApi.StartAsync(servers, settings: ("environment", "Development"));
        // In one hour of today or yesterday: the blocks ask for the last day, whatever day it is.
        var begin = (DateTime.UtcNow.Date.AddHours(DateTime.UtcNow.Hour - 3) - Noon).TotalSeconds;
        await api.StoreAsync([.. Enumerable.Range(0, 100).Select(i => Reading(begin + (i * 20), i)), .. Enumerable.Range(0, 30).Select(i => Reading(begin + (i * 20), i, "offices-temperature"))]);
        return api;
    }

    private static List<string[]> Query(string sql, TemporaryFolder folder)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SET file_search_path = '{folder.Path}'";
        command.ExecuteNonQuery();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture)!)]);
        return rows;
    }

    private static Task<string> RunAsync(ProcessStartInfo start, string input, Uri api, TemporaryFolder folder)
    {
        start.WorkingDirectory = folder.Path;
        start.Environment["API"] = api.ToString().TrimEnd('/');
        return Tool.OutputAsync(start, input);
    }
}
