using System.Diagnostics;

namespace IotAspire.Benchmarks.Setup;

/// <summary>
/// How long a cache line takes from one processor to another and back. The processors of a virtual machine may be neighbours now and far
/// from one another a minute later, and a server with two writers feels it.
/// </summary>
internal static class ProcessorDistance
{
    private const int Bursts = 500;
    private const int TripsPerBurst = 100;
    private static int _ball;
    private static int _isOver;

    /// <summary>The best of many bursts, which no other process interrupted; in nanoseconds.</summary>
    public static double Measure()
    {
        Volatile.Write(ref _isOver, 0);
        var partner = new Thread(Return);
        partner.Start();
        var best = double.MaxValue;
        for (var burst = 0; burst < Bursts; burst++)
        {
            var started = Stopwatch.GetTimestamp();
            for (var trip = 0; trip < TripsPerBurst; trip++)
            {
                Volatile.Write(ref _ball, 1);
                while (Volatile.Read(ref _ball) != 0)
                {
                }
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalNanoseconds / TripsPerBurst);
        }

        Volatile.Write(ref _isOver, 1);
        partner.Join();
        return best;
    }

    private static void Return()
    {
        while (Volatile.Read(ref _isOver) == 0)
        {
            if (Volatile.Read(ref _ball) == 1)
                Volatile.Write(ref _ball, 0);
        }
    }
}
