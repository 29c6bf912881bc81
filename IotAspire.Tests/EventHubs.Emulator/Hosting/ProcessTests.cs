using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Azure.Messaging.EventHubs.Consumer;
using IotAspire.EventHubs;
using IotAspire.EventHubs.Emulator;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.EventHubs.Emulator.Hosting;

public sealed class ProcessTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_stops_cleanly_at_SIGTERM_and_not_at_SIGINT_if_told_so()
    {
        using var directory = new TemporaryDirectory();
        await using var emulator = await EmulatorProcess.StartAsync(
            directory.Path, new Dictionary<string, string> { ["IOTASPIRE_IGNORE_SIGINT"] = "true" });

        await emulator.SignalAsync("INT");
        await using var producer = HubClients.Producer(emulator.ConnectionString);
        await producer.SendAsync("kitchen", TestHub.Events("still there"), Cancellation);
        Assert.False(emulator.HasExited);

        await emulator.SignalAsync("TERM");
        Assert.Equal(0, await emulator.WaitForExitAsync());
    }

    [Fact]
    public async Task It_stops_when_its_input_ends_if_told_so()
    {
        using var directory = new TemporaryDirectory();
        await using var emulator = await EmulatorProcess.StartAsync(
            directory.Path, new Dictionary<string, string> { ["IOTASPIRE_STOP_ON_STDIN_END"] = "true" });

        emulator.CloseInput();

        Assert.Equal(0, await emulator.WaitForExitAsync());
    }

    [Fact]
    public async Task Wrong_arguments_end_it_with_usage_and_code_2()
    {
        var (exitCode, error) = await EmulatorProcess.RunAsync("--port", "x", "--hub", "a/b");

        Assert.Equal(2, exitCode);
        Assert.Contains("--port: 'x'", error, StringComparison.Ordinal);
        Assert.Contains("--hub: 'a/b'", error, StringComparison.Ordinal);
        Assert.Contains("Usage:", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_is_given_and_nothing_started()
    {
        var (exitCode, error) = await EmulatorProcess.RunAsync("--hub", "a", "--help");

        Assert.Equal((0, ""), (exitCode, error));
    }

    [Fact]
    public async Task Without_a_hub_it_serves_one_and_after_a_restart_those_that_it_knows()
    {
        using var directory = new TemporaryDirectory();
        await using (var emulator = await EmulatorProcess.StartAsync(directory.Path, hubs: []))
        {
            await using var producer = HubClients.Producer(emulator.ConnectionString);
            await producer.SendAsync("kitchen", TestHub.Events("default hub"), Cancellation);
        }

        await using var again = await EventHubsEmulator.StartAsync(new() { Port = 0, HttpPort = 0, DataDirectory = directory.Path }, Cancellation);
        Assert.Equal(TestHub.Name, Assert.Single(again.Hubs).Name);
    }

    [Fact]
    public async Task A_taken_port_is_said_in_one_message()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var (exitCode, error) = await EmulatorProcess.RunAsync("--port", $"{port}", "--http-port", "0", "--hub", "a");

        Assert.Equal(1, exitCode);
        Assert.Contains($"{port}", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    // Anyone could have put a key of their own into a shared folder.
    [Fact]
    public async Task Without_a_home_folder_it_refuses_to_make_a_certificate()
    {
        var nowhere = new Dictionary<string, string> { ["HOME"] = "/nonexistent", ["XDG_DATA_HOME"] = "" };

        var (exitCode, error) = await EmulatorProcess.RunAsync(nowhere, "--port", "0", "--http-port", "0", "--tls-port", "0", "--hub", "a");

        Assert.Equal(1, exitCode);
        Assert.Contains("no home folder", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    // What was acknowledged before the kill must be there after it, once, and in order.
    [Fact]
    public async Task SIGKILL_while_sending_loses_no_acknowledged_event()
    {
        using var directory = new TemporaryDirectory();
        var acknowledged = new ConcurrentQueue<int>();
        await using (var emulator = await EmulatorProcess.StartAsync(directory.Path))
        {
            var sending = SendUntilItFailsAsync(emulator.ConnectionString, acknowledged);
            await Eventually.TrueAsync(() => acknowledged.Count > 500, TestHub.Deadline, "500 sends are acknowledged");
            await emulator.KillAsync();
            await sending;
        }

        await using var again = await TestHub.StartAsync(directory.Path);
        await using var consumer = HubClients.Consumer(again.ConnectionString(TestHub.Name));
        var partition = await TestHub.PartitionWithEventsAsync(consumer);
        var count = (await consumer.GetPartitionPropertiesAsync(partition, Cancellation)).LastEnqueuedSequenceNumber + 1;
        await using var receiver = await consumer.OpenReceiverAsync(partition, EventPosition.Earliest, null, Cancellation);
        var stored = (await TestHub.ReceiveAsync(receiver, (int)count)).Select(received => int.Parse(TestHub.Text(received))).ToList();

        Assert.Equal(Enumerable.Range(0, stored.Count), stored);
        Assert.InRange(stored.Count, acknowledged.Count, acknowledged.Count + 1);
    }

    private static async Task SendUntilItFailsAsync(string connectionString, ConcurrentQueue<int> acknowledged)
    {
        await using var producer = HubClients.Producer(connectionString);
        try
        {
            for (var number = 0; ; number++)
            {
                await producer.SendAsync("kitchen", TestHub.Events($"{number}"), Cancellation);
                acknowledged.Enqueue(number);
            }
        }
        catch (EventHubException failure)
        {
            Assert.True(failure.IsTransient, failure.Message);
        }
    }
}
