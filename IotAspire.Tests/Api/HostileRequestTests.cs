using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using CsCheck;
using IotAspire.Api.Formats;
using IotAspire.Tests.Api.Answers;
using IotAspire.Tests.Support;
using static IotAspire.Tests.Storage.Batches;

namespace IotAspire.Tests.Api;

/// <summary>Whatever is asked: a right answer, or a refusal that says why; never a failure.</summary>
public sealed class HostileRequestTests(MySqlServers servers)
{
    private const int Some = 2_000;
    private const int Many = 200_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task Hostile_requests_get_a_right_answer_or_a_refusal() => AskAsync(Some);

    [Fact, Trait("Category", "Soak")]
    public Task Very_many_hostile_requests_get_a_right_answer_or_a_refusal() => AskAsync(Soak.Rounds(Many));

    private async Task AskAsync(int count)
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.StoreAsync([.. Enumerable.Range(0, 200).Select(i => Reading(i * 37, i)), .. Enumerable.Range(0, 50).Select(i => Reading(i * 301, i, "offices-temperature"))]);
        await Gen.Frequency((50, HostileRequests.Any), (1, HostileRequests.Live)).SampleAsync(path => JudgeAsync(api, path), iter: count, threads: 2);
    }

    private static async Task JudgeAsync(RunningApi api, string path)
    {
        var began = Stopwatch.GetTimestamp();
        using var response = await api.Client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Token);
        if (response.Content.Headers.ContentType?.MediaType == "text/event-stream")
        {
            await using var stream = await response.Content.ReadAsStreamAsync(Token);
            Assert.NotEqual(0, await stream.ReadAsync(new byte[1], Token));
            return;
        }

        var body = await response.Content.ReadAsByteArrayAsync(Token);
        var took = Stopwatch.GetElapsedTime(began);
        var text = Encoding.UTF8.GetString(body);
        Assert.True(took < Patience, $"{path} took {took}");
        Assert.True((int)response.StatusCode is 200 or (>= 400 and < 500), $"{path}: {(int)response.StatusCode} {text}");
        if (response.StatusCode == HttpStatusCode.OK)
            await ReadAsync(response, body);
        // Longer than the server reads: it answers itself, and has said nothing more.
        else if (response.StatusCode == HttpStatusCode.RequestUriTooLong)
            Assert.Empty(text);
        else
            IsProblem(path, response, text);
    }

    // A right answer can be read to its end, and no row lies outside the range that it tells.
    private static async Task ReadAsync(HttpResponseMessage response, byte[] body)
    {
        var type = response.Content.Headers.ContentType!.MediaType!;
        if (type == "application/json")
        {
            using var document = JsonDocument.Parse(body);
            if (!document.RootElement.TryGetProperty("readings", out var readings) || !document.RootElement.TryGetProperty("from", out var from))
                return;
            var to = document.RootElement.GetProperty("to").GetString();
            Assert.All(readings.EnumerateArray(), row => Assert.True(
                string.CompareOrdinal(row.GetProperty("measuredAt").GetString(), from.GetString()) >= 0 && string.CompareOrdinal(row.GetProperty("measuredAt").GetString(), to) < 0));
        }
        else if (type == "text/csv")
        {
            var text = Encoding.UTF8.GetString(body).TrimStart('\uFEFF');
            CsvText.Parse(text, text[..text.IndexOf('\r', StringComparison.Ordinal)].Contains(';', StringComparison.Ordinal) ? ';' : ',');
        }
        else
        {
            await TableReaders.ReadAsync(ResultFormat.All.Single(format => format.MediaType == type).Name, body);
        }
    }

    private static void IsProblem(string path, HttpResponseMessage response, string text)
    {
        Assert.True(response.Content.Headers.ContentType?.MediaType == "application/problem+json", $"{path}: {response.Content.Headers.ContentType}");
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.Equal((int)response.StatusCode, problem.GetProperty("status").GetInt32());
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
        Assert.DoesNotContain("MySql", text, StringComparison.Ordinal);
    }
}
