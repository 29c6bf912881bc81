using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IotAspire.Tests.EventHubs.Emulator.Conformance;

/// <summary>
/// A client written in another language: a process that plays one case at a time. Lines of JSON go in and out; what they
/// say is told in <c>JavaScript/main.js</c>.
/// </summary>
internal sealed class ScriptedClient : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    private ScriptedClient(Process process, IReadOnlyList<string> cases)
    {
        (_process, Cases) = (process, cases);
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>The cases that the scripts know.</summary>
    public IReadOnlyList<string> Cases { get; }

    public static async Task<ScriptedClient> StartAsync(ProcessStartInfo start)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        var process = Process.Start(start)!;
        var first = await process.StandardOutput.ReadLineAsync().WaitAsync(TestHub.Deadline);
        if (first is null)
            throw new InvalidOperationException($"{start.FileName} ended: {await process.StandardError.ReadToEndAsync()}");
        return new ScriptedClient(process, [.. JsonNode.Parse(first)!["cases"]!.AsArray().Select(name => name!.GetValue<string>())]);
    }

    /// <summary>Plays a case; returns why it failed, or null. Whatever the script asks for meanwhile is done by the callback.</summary>
    /// <exception cref="TimeoutException">It took too long; the client is of no use any more.</exception>
    public async Task<string?> PlayAsync(ConformanceCase played, Func<string, Task> serve, TimeSpan deadline)
    {
        using var patience = new CancellationTokenSource(deadline);
        await WriteAsync(JsonSerializer.Serialize(played, JsonSerializerOptions.Web));
        try
        {
            while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                var answer = JsonNode.Parse(line)!;
                if (answer["ask"] is not { } question)
                    return answer["failed"]?.GetValue<string>();
                await serve(question.GetValue<string>());
                await WriteAsync("{}");
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"No answer within {deadline}.");
        }

        throw new TimeoutException($"The client ended: {await _error}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _error;
        _process.Dispose();
    }

    private async Task WriteAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }
}

/// <summary>What a script gets to know.</summary>
/// <param name="Case">Which case to play.</param>
/// <param name="ConnectionString">Where the hub is.</param>
/// <param name="Hub">Its name.</param>
/// <param name="Certificate">File with the certificate to trust, for clients that speak TLS alone.</param>
/// <param name="Rounds">How often to repeat what is repeated.</param>
internal sealed record ConformanceCase(string Case, string ConnectionString, string Hub, string? Certificate, int Rounds);
