using System.Text;
using IotAspire.Api.Formats;
using IotAspire.Contracts.Catalogue;
using IotAspire.Tests.Api.Answers;
using IotAspire.Tests.Support;
using static IotAspire.Tests.Storage.Batches;

namespace IotAspire.Tests.Api.ForeignReaders;

/// <summary>Every answer of an API with data that is hard to write, in every format, as files.</summary>
public sealed class WrittenAnswers(MySqlServers servers) : IAsyncLifetime
{
    private const string HardText = "Hall, \"B\"; 'left'\nzweite Zeile ö 💥";

    /// <summary>What follows <c>format=</c>, and the extension of the file.</summary>
    private static readonly IReadOnlyDictionary<string, string> Extensions = new Dictionary<string, string>
    {
        ["json"] = "json",
        ["ndjson"] = "ndjson",
        ["csv"] = "csv",
        ["csv&decimal=comma"] = "csv",
        ["excel"] = "csv",
        ["excel&decimal=comma"] = "csv",
        ["xlsx"] = "xlsx",
        ["parquet"] = "parquet",
        ["arrow"] = "arrows",
    };

    private static readonly (string Name, string Question)[] Questions =
    [
        ("readings", "readings?from=2026-11-23&to=2026-11-25"),
        ("latest", "readings/latest?"),
        ("aggregates", "aggregates?from=2026-11-23T11:00:00Z&to=2026-11-23T14:00:00Z&bucket=10m&fill=null"),
        ("quality", "quality?from=2026-11-23T11:00:00Z&to=2026-11-23T14:00:00Z&bucket=1h"),
        ("catalogue", "catalogue?"),
        ("sensors", "sensors?"),
        ("fields", "catalogue/fields?"),
    ];

    private static readonly double[] Stored = [0.1 + 0.2, 2.2250738585072014E-308, -1e-7, -0.0, 0, 1e100, 123456789012345.67, 1e15];

    private static readonly double[] NeverStored = [double.Epsilon, double.MaxValue, double.MinValue, 1.5e300];

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, Table> _tables = [];

    internal TemporaryFolder Folder => _folder;

    /// <summary>What the JSON answers say, by name.</summary>
    internal IReadOnlyDictionary<string, Table> Tables => _tables;

    internal string PathOf(string name, string format) => _folder.Combine($"{name}-{format.Replace('&', '-').Replace('=', '-')}.{Extensions[format]}");

    public async ValueTask InitializeAsync()
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.Database.Sensors.StoreCatalogueAsync(
            new SensorCatalogue(
            [
                new("hall-temperature", "temperature", "°C", 60.5, -40.25, new(0, 45), HardText, TimeSpan.FromSeconds(1)),
                new("silent", "temperature", "°C", 0, 0, new(-1e-7, 0.1 + 0.2), "=1+1", TimeSpan.FromMilliseconds(1)),
            ]),
            CancellationToken.None);
        await api.StoreAsync(
        [
            // Just before, at and after a whole millisecond and second.
            .. Enumerable.Range(0, 1_500).Select(i => Reading(i + (i % 4 * 0.333333) + (i % 3 == 0 ? 0.000999 : 0), i / 7.0, "hall-temperature")),
            .. Stored.Select((value, i) => Reading(i * 0.999999, value, $"stray-{i}", "1;\"x\",y")),
        ]);
        foreach (var (name, question) in Questions)
        {
            foreach (var format in Extensions.Keys)
            {
                using var answer = await api.Client.GetAsync(new Uri($"/api/v1/{question}&format={format}{(format == "json" && name != "fields" ? "&limit=100000" : format == "csv" ? "&excel=false" : "")}", UriKind.Relative));
                var body = await answer.Content.ReadAsByteArrayAsync();
                Assert.True(answer.IsSuccessStatusCode, $"{name} as {format}: {Encoding.UTF8.GetString(body)}");
                await File.WriteAllBytesAsync(PathOf(name, format), body);
            }

            _tables[name] = await TableReaders.ReadAsync("json", await File.ReadAllBytesAsync(PathOf(name, "json")));
        }

        await WriteAsync("numbers", Stored.Length + NeverStored.Length);
        // Several row groups, record batches and dictionaries.
        await WriteAsync("many", ParquetWriter.RowGroup + 20_000, "json", "ndjson", "csv", "parquet", "arrow");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    // Without a database, which takes no such number.
    private async Task WriteAsync(string name, int count, params string[] formats)
    {
        Field[] fields =
        [
            new("number", ValueKind.Number, "Any."), new("maybe", ValueKind.Number, "Any.", IsNullable: true), new("text", ValueKind.Text, "Any.", IsNullable: true), new("at", ValueKind.Instant, "Any."),
            new("maybeAt", ValueKind.Instant, "Any.", IsNullable: true), new("count", ValueKind.Integer, "Any."), new("maybeCount", ValueKind.Integer, "Any.", IsNullable: true), new("flag", ValueKind.Flag, "Any."),
        ];
        double[] numbers = [.. Stored, .. NeverStored];
        foreach (var format in formats.Length == 0 ? Extensions.Keys.Where(format => !format.Contains('&', StringComparison.Ordinal)) : formats)
        {
            await using var file = File.Create(PathOf(name, format));
            await using var writer = (ResultFormat.Find(format)!.ForPrograms ?? ResultFormat.Find(format)!).Write(file, fields, new("rows", []));
            await writer.BeginAsync(CancellationToken.None);
            await writer.WriteAsync(
                fields,
                Enumerable.Range(0, count),
                (rows, i) =>
                {
                    var at = i == 1 ? DateTime.UnixEpoch.AddTicks(-10) : Noon.AddTicks(i * 9_999_990L);
                    rows.Add(i < numbers.Length ? numbers[i] : i / 7.0);
                    rows.Add(i % 3 == 0 ? null : i / 3.0);
                    rows.Add(i % 5 == 0 ? null : $"{HardText} {i % 1000}");
                    rows.Add(at);
                    rows.Add(i % 4 == 0 ? null : at);
                    rows.Add(i == 0 ? 1L << 53 : i);
                    rows.Add(i % 2 == 0 ? null : -(long)i);
                    rows.Add(i % 2 == 0);
                },
                CancellationToken.None);
            await writer.EndAsync(null, CancellationToken.None);
        }

        _tables[name] = await TableReaders.ReadAsync("json", await File.ReadAllBytesAsync(PathOf(name, "json")));
    }
}
