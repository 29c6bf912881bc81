using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amqp;
using IotAspire.Benchmarks.Setup;
using IotAspire.EventHubs.Emulator.Hubs;

namespace IotAspire.Benchmarks.Hub;

/// <summary>Events of 150 bytes in and out of the hub; durability on, client and server on the same machine.</summary>
internal static class ThroughputBenchmarks
{
    private const int Links = 4;

    /// <summary>In, with batches, beside the same messages into a sink that keeps nothing.</summary>
    public static async Task InAsync(string[] args, CancellationToken cancellationToken)
    {
        var arguments = new Arguments(args);
        var (batch, inFlight, seconds) = (arguments.Number("batch", 500), arguments.Number("in-flight", 4), arguments.Number("seconds", 5));
        arguments.RequireNoOther();
        var time = TimeSpan.FromSeconds(seconds);
        using var sink = new NullSink(FreePort());
        var sinkLinks = await Task.WhenAll(Enumerable.Range(0, Links).Select(_ => sink.OpenSenderAsync()));
        await using var hub = await HubProcess.StartAsync(cancellationToken);
        await using var client = new HubClient(hub.ConnectionString);
        var hubLinks = new List<SenderLink>();
        for (var i = 0; i < Links; i++)
            hubLinks.Add(await client.OpenSenderAsync(cancellationToken));

        await SendAsync(sinkLinks, 1, batch, inFlight, cancellationToken);
        await SendAsync(hubLinks, 1, batch, inFlight, cancellationToken);
        for (var round = 1; round <= 3; round++)
        {
            var intoSink = await SendAsync(sinkLinks, time.TotalSeconds, batch, inFlight, cancellationToken);
            var intoHub = await SendAsync(hubLinks, time.TotalSeconds, batch, inFlight, cancellationToken);
            Console.WriteLine($"round {round}: in {intoHub:N0} events/s, null sink {intoSink:N0}, ratio {intoHub / intoSink:F2}, hub {hub.Memory:F0} MB");
        }
    }

    /// <summary>One event a message, 64 under way in all.</summary>
    public static Task SingleAsync(string[] args, CancellationToken cancellationToken) =>
        InAsync(["--batch", "1", "--in-flight", $"{64 / Links}", .. args], cancellationToken);

    /// <summary>Out: everything that four partitions hold, to one receiver each.</summary>
    public static async Task OutAsync(string[] args, CancellationToken cancellationToken)
    {
        var arguments = new Arguments(args);
        var (events, credit) = (arguments.Number("events", 4_000_000), arguments.Number("credit", 5000));
        arguments.RequireNoOther();
        await using var hub = await HubProcess.StartAsync(cancellationToken);
        await using var client = new HubClient(hub.ConnectionString);
        var filled = await FillAsync(client, events, cancellationToken);
        for (var round = 1; round <= 3; round++)
        {
            await using var reader = new HubClient(hub.ConnectionString);
            var started = Stopwatch.GetTimestamp();
            var counters = await ReceiveAsync(reader, HubClient.FromBeginning, credit, cancellationToken);
            while (counters.Sum(counter => counter.Value) < filled)
                await Task.Delay(5, cancellationToken);
            Console.WriteLine($"round {round}: out {filled / Stopwatch.GetElapsedTime(started).TotalSeconds:N0} events/s, hub {hub.Memory:F0} MB");
        }
    }

    /// <summary>In and out at once: counted are events that were sent, accepted and received in the time.</summary>
    public static async Task BothAsync(string[] args, CancellationToken cancellationToken)
    {
        var arguments = new Arguments(args);
        var (batch, seconds) = (arguments.Number("batch", 500), arguments.Number("seconds", 8));
        arguments.RequireNoOther();
        await using var hub = await HubProcess.StartAsync(cancellationToken);
        await using var client = new HubClient(hub.ConnectionString);
        var links = new List<SenderLink>();
        for (var i = 0; i < Links; i++)
            links.Add(await client.OpenSenderAsync(cancellationToken));
        var counters = await ReceiveAsync(client, HubClient.FromBeginning, 5000, cancellationToken);
        await SendAsync(links, 1, batch, 1, cancellationToken);
        for (var round = 1; round <= 3; round++)
        {
            var (before, started) = (counters.Sum(counter => counter.Value), Stopwatch.GetTimestamp());
            var sent = await SendAsync(links, seconds, batch, 1, cancellationToken);
            var received = (counters.Sum(counter => counter.Value) - before) / Stopwatch.GetElapsedTime(started).TotalSeconds;
            Console.WriteLine($"round {round}: both at once, in {sent:N0} events/s, out {received:N0} events/s, hub {hub.Memory:F0} MB");
        }
    }

    /// <summary>Fills the partitions evenly and returns how many events they hold.</summary>
    public static async Task<long> FillAsync(HubClient client, long events, CancellationToken cancellationToken)
    {
        const int Batch = 500;
        var links = await Task.WhenAll(Enumerable.Range(0, Links).Select(_ => client.OpenSenderAsync(cancellationToken)));
        var left = events / Batch;
        await Task.WhenAll(links.Select(async (link, index) =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
                await link.SendAsync(Load.Batch(Batch, Key(index)), TimeSpan.FromSeconds(30));
        }));
        return events / Batch * Batch;
    }

    private static async Task<Counter[]> ReceiveAsync(HubClient client, string selector, int credit, CancellationToken cancellationToken)
    {
        var counters = new Counter[HubProcess.Partitions];
        for (var partition = 0; partition < counters.Length; partition++)
        {
            var connection = await client.ConnectAsync();
            counters[partition] = Load.Count(await client.OpenReceiverAsync(connection, partition, selector, cancellationToken), credit);
        }

        return counters;
    }

    private static async Task<double> SendAsync(
        IReadOnlyList<SenderLink> links, double seconds, int batch, int inFlight, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var accepted = await Task.WhenAll(links.Select((link, index) =>
            Load.SendAsync(link, Load.Batch(batch, Key(index)), inFlight, TimeSpan.FromSeconds(seconds), cancellationToken)));
        return accepted.Sum() * batch / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static string Key(int partition) =>
        Enumerable.Range(0, 1000).Select(number => $"k{number}").First(key => PartitionKey.ToPartition(key, HubProcess.Partitions) == partition);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
