using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using IotAspire.Benchmarks.Setup;

namespace IotAspire.Benchmarks.Api;

/// <summary>The API as a process of its own, as it is built for release.</summary>
internal sealed class ApiProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ApiProcess(Process process, Uri address)
    {
        _process = process;
        Client = new(new SocketsHttpHandler { PooledConnectionLifetime = Timeout.InfiniteTimeSpan }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(10) };
    }

    public HttpClient Client { get; }

    /// <summary>Processor time that it has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Resident memory in MB.</summary>
    public double Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1e6;
        }
    }

    /// <summary>
    /// That without program files, which the operating system shares among processes and drops when it needs room, in MB. All of it
    /// where the system doesn't tell them apart.
    /// </summary>
    public double OwnMemory
    {
        get
        {
            var status = string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/status");
            if (!File.Exists(status))
                return Memory;
            const double Kibibyte = 1024;
            return File.ReadLines(status)
                .Where(line => line.StartsWith("RssAnon:", StringComparison.Ordinal) || line.StartsWith("RssShmem:", StringComparison.Ordinal))
                .Sum(line => double.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * Kibibyte / 1e6);
        }
    }

    public static async Task<ApiProcess> StartAsync(string database, CancellationToken cancellationToken)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}");
        var folder = Assemblies.FolderOf("IotAspire.Api");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, "IotAspire.Api.dll")]) { WorkingDirectory = folder };
        start.Environment["ConnectionStrings__iotdb"] = database;
        start.Environment["ASPNETCORE_URLS"] = address;
        // On loopback it asks for no key then.
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        var api = new ApiProcess(Process.Start(start)!, new(address));
        while (!await api.IsHealthyAsync(cancellationToken))
        {
            if (api._process.HasExited)
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The API ended with code {api._process.ExitCode}."));
            await Task.Delay(50, cancellationToken);
        }

        return api;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<bool> IsHealthyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await Client.GetAsync(new Uri("/health", UriKind.Relative), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
