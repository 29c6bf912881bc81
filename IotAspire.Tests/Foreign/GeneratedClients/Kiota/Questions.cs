using IotAspire.Client;
using IotAspire.Client.Models;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;

var (address, key, from, to) = (args[0], args[1], args[2], args[3]);
// Kiota's own provider of API keys gives them to https alone.
using var http = new HttpClient();
http.DefaultRequestHeaders.Add("X-API-Key", key);
using var adapter = new HttpClientRequestAdapter(new AnonymousAuthenticationProvider(), httpClient: http) { BaseUrl = address };
var api = new IotAspireClient(adapter).Api.V1;

var page = await api.Readings.GetAsync(request =>
{
    request.QueryParameters.From = from;
    request.QueryParameters.To = to;
    request.QueryParameters.Limit = 2;
});
while (page is not null)
{
    foreach (var reading in page.Readings ?? [])
        Console.WriteLine($"{reading.SensorId} {reading.MeasuredAt:yyyy-MM-ddTHH:mm:ss.ffffffZ} {reading.Value} {reading.Unit}");
    page = page.Next is null ? null : await api.Readings.WithUrl($"{address}{page.Next}").GetAsync();
}

var aggregates = await api.Aggregates.GetAsync(request =>
{
    request.QueryParameters.From = from;
    request.QueryParameters.To = to;
    request.QueryParameters.Bucket = AggregatesBucket.Oned;
    request.QueryParameters.Functions = "avg,p50";
    request.QueryParameters.GroupBy = AggregatesGroupBy.Type;
});
foreach (var row in aggregates?.Aggregates ?? [])
    Console.WriteLine($"{row.Type} {row.Unit} {row.Avg:F2} {row.AdditionalData["p50"]:F2}");

var catalogue = await api.Catalogue.GetAsync(request => request.QueryParameters.Type = "temperature");
foreach (var sensor in catalogue?.Catalogue ?? [])
    Console.WriteLine($"{sensor.SensorId} {sensor.ReadingCount} {(sensor.FirstReadingAt is null ? "never" : "sent")}");

try
{
    await api.Readings.GetAsync(request => request.QueryParameters.Limit = 0);
}
catch (Problem refused)
{
    Console.WriteLine($"{refused.Status} {string.Join(',', (refused.Errors ?? []).Select(error => error.Name))}");
}
