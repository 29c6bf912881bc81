using System;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Web;
using IotAspire.Client;

var (address, key, from, to) = (args[0], args[1], args[2], args[3]);
using var http = new HttpClient();
http.DefaultRequestHeaders.Add("X-API-Key", key);
var client = new IotAspireClient(http) { BaseUrl = address };

string? cursor = null;
do
{
    var page = await client.ListReadingsAsync(from: from, to: to, limit: 2, cursor: cursor);
    foreach (var reading in page.Readings)
        Console.WriteLine($"{reading.SensorId} {reading.MeasuredAt:yyyy-MM-ddTHH:mm:ss.ffffffZ} {reading.Value} {reading.Unit}");
    cursor = page.Next is null ? null : HttpUtility.ParseQueryString(page.Next[page.Next.IndexOf('?')..])["cursor"];
}
while (cursor is not null);

var aggregates = await client.ListAggregatesAsync(from: from, to: to, bucket: AggregatesBucket._1d, functions: "avg,p50", groupBy: AggregatesGroupBy.Type);
foreach (var row in aggregates.Aggregates)
    Console.WriteLine($"{row.Type} {row.Unit} {row.Avg:F2} {(row.AdditionalProperties["p50"] is JsonElement median ? median.GetDouble() : null):F2}");

var catalogue = await client.ListCatalogueAsync(type: "temperature");
foreach (var sensor in catalogue.Catalogue)
    Console.WriteLine($"{sensor.SensorId} {sensor.ReadingCount} {(sensor.FirstReadingAt is null ? "never" : "sent")}");

try
{
    await client.ListReadingsAsync(limit: 0);
}
catch (ApiException<Problem> refused)
{
    Console.WriteLine($"{refused.Result.Status} {string.Join(',', refused.Result.Errors.Select(error => error.Name))}");
}
