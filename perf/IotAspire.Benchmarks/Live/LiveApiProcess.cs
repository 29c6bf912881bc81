using System.Diagnostics;

namespace IotAspire.Benchmarks.Live;

/// <summary>The API as a process of its own, open to all.</summary>
internal sealed class LiveApiProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private readonly Process _process;

    // A pipe that nobody reads would hold the process up.
    private readonly Task _output;

    private LiveApiProcess(Process process, Uri address, Task output) => (_process, Address, _output) = (process, address, output);

    public Uri Address { get; }

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public static async Task<LiveApiProcess> StartAsync(string database, CancellationToken cancellationToken)
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, "IotAspire.Api.dll");
        var process = Process.Start(new ProcessStartInfo("dotnet", [assembly, "--urls", "http://127.0.0.1:0", "--Keys:Required=Never", "--Limits:RequestsPerSecond=1000000", "--Limits:Burst=1000000", "--Live:ReadersPerCaller=10000"])
        {
            RedirectStandardOutput = true,
            Environment = { ["ConnectionStrings__iotdb"] = database, ["DOTNET_gcServer"] = "0" },
        })!;
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            {
                return new(process, new(line[(at + Listening.Length)..].Trim()), process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None));
            }
        }

        throw new InvalidOperationException("The API ended.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _output;
        _process.Dispose();
    }
}
