using System.Reflection;
using System.Text.RegularExpressions;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.EventHubs.Emulator;

/// <summary>Every row of the feature table in the emulator's README names a test that is there.</summary>
public sealed partial class FeatureTableTests
{
    private static readonly ILookup<string, Type> Classes = typeof(FeatureTableTests).Assembly.GetTypes().ToLookup(type => type.Name);

    [Fact]
    public async Task Every_feature_names_the_tests_that_prove_it()
    {
        var rows = await RowsAsync();
        Assert.InRange(rows.Count, 20, int.MaxValue);

        var above = true;
        foreach (var row in rows)
        {
            var tests = TestName().Matches(row[^1]).Select(match => match.Groups[1].Value).ToList();
            above = tests.Count > 0 || (row[^1].StartsWith("the same", StringComparison.Ordinal) && above);
            Assert.True(above, $"'{row[0]}' names no test.");
            Assert.All(tests, name => Assert.True(Exists(name), $"'{row[0]}' names {name}, which doesn't exist."));
        }
    }

    private static async Task<IReadOnlyList<string[]>> RowsAsync()
    {
        var path = Repository.PathOf("local", "IotAspire.EventHubs.Emulator", "README.md");
        var lines = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);
        return [.. lines.SkipWhile(line => !line.StartsWith("| feature |", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray())];
    }

    private static bool Exists(string name)
    {
        var parts = name.Split('.');
        return Classes[parts[0]].Any(type => parts.Length == 1
            ? Tests(type).Any()
            : Tests(type).Any(method => method.Name == parts[1]));
    }

    private static IEnumerable<MethodInfo> Tests(Type type) =>
        type.GetMethods().Where(method => method.GetCustomAttributes().Any(attribute => attribute is FactAttribute));

    [GeneratedRegex(@"`(\w+Tests(?:\.\w+)?)`")]
    private static partial Regex TestName();
}
