using IotAspire.Generator.Faults;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Generator.Faults;

public sealed class LedgerTests : IDisposable
{
    private static readonly DateTime Noon = new(2026, 11, 25, 12, 0, 0, DateTimeKind.Utc);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Lines_say_what_the_truth_is_and_what_was_sent_instead()
    {
        var path = _folder.Combine("new", "folder", "ledger.ndjson");
        await using (var ledger = new Ledger(path))
        {
            ledger.BeginRun(7, "dirty", 5, Noon);
            ledger.Write(SensorFaultKind.Dropout, "hall", Noon.Ticks, 21.5, Noon.Ticks, 21.5);
            ledger.Write(SensorFaultKind.ClockSkew, "hall", Noon.Ticks, 21.5, Noon.Ticks + 12_345_670, 21.5);
            ledger.Write(SensorFaultKind.Spike, "hall", Noon.Ticks, 21.5, Noon.Ticks, 33);
            ledger.EndRun("hall", Noon, Noon.AddTicks(10));
        }

        Assert.Equal(
            [
                """{"run":"begin","seed":7,"profile":"dirty","sensors":5,"from":"2026-11-25T12:00:00.000000Z"}""",
                """{"fault":"dropout","sensorId":"hall","at":"2026-11-25T12:00:00.000000Z","trueValue":21.5}""",
                """{"fault":"clock-skew","sensorId":"hall","at":"2026-11-25T12:00:00.000000Z","trueValue":21.5,"sentAt":"2026-11-25T12:00:01.234567Z"}""",
                """{"fault":"spike","sensorId":"hall","at":"2026-11-25T12:00:00.000000Z","trueValue":21.5,"sentValue":33}""",
                """{"run":"end","sensorId":"hall","from":"2026-11-25T12:00:00.000000Z","until":"2026-11-25T12:00:00.000001Z"}""",
            ],
            await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Threads_may_write_at_once_and_an_old_ledger_goes_on()
    {
        var path = _folder.Combine("ledger.ndjson");
        for (var round = 0; round < 2; round++)
        {
            await using var ledger = new Ledger(path);
            Parallel.For(0, 4, thread =>
            {
                for (var i = 0; i < 5000; i++)
                    ledger.Write(SensorFaultKind.Spike, $"sensor-{thread}", Noon.Ticks + i, 1, Noon.Ticks + i, 2);
            });
        }

        var lines = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(40_000, lines.Length);
        Assert.DoesNotContain(lines, line => !line.StartsWith("""{"fault":"spike","sensorId":"sensor-""", StringComparison.Ordinal) || !line.EndsWith('}'));
    }

    [Fact]
    public async Task A_file_that_has_grown_too_large_is_set_aside()
    {
        var path = _folder.Combine("ledger.ndjson");
        await using (var ledger = new Ledger(path, maxFileLength: 100_000))
        {
            for (var i = 0; i < 2000; i++)
                ledger.Write(SensorFaultKind.Spike, "hall", Noon.Ticks + i, 1, Noon.Ticks + i, 2);
        }

        Assert.InRange(new FileInfo($"{path}.1").Length, 100_000, 200_000);
        Assert.Equal(2000, File.ReadLines($"{path}.1").Count() + File.ReadLines(path).Count());
    }

    [Fact]
    public async Task Without_a_path_nothing_is_written()
    {
        await using var ledger = new Ledger("");

        ledger.Write(SensorFaultKind.Spike, "hall", Noon.Ticks, 1, Noon.Ticks, 2);

        Assert.False(ledger.IsOpen);
        Assert.Null(Ledger.FindFault(""));
    }

    [Fact]
    public void A_path_that_cant_be_written_is_found_beforehand()
    {
        File.WriteAllText(_folder.Combine("file"), "");

        Assert.NotNull(Ledger.FindFault(_folder.Combine("file", "ledger.ndjson")));
        Assert.NotNull(Ledger.FindFault(_folder.Path));
    }
}
