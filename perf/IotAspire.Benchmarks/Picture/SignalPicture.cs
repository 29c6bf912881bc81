using System.Globalization;
using IotAspire.Benchmarks.Setup;
using IotAspire.Contracts.Catalogue;
using IotAspire.Generator.Faults;
using IotAspire.Generator.Signals;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace IotAspire.Benchmarks.Picture;

/// <summary>Draws a day of a catalogue's first sensors: the true signal, and every fault that the ledger has.</summary>
internal static class SignalPicture
{
    private const int MaxSensors = 5;
    private const int Width = 1500;
    private const int HeightPerSensor = 260;
    private const double Margin = 5;

    /// <summary>Faults of the value are drawn at the value, others in a row each below the signal.</summary>
    private static readonly (SensorFaultKind Kind, Color Color)[] Kinds =
    [
        (SensorFaultKind.Drift, Colors.Orange), (SensorFaultKind.FlatLine, Colors.Magenta), (SensorFaultKind.Spike, Colors.Red), (SensorFaultKind.OutOfRange, Colors.DarkRed),
        (SensorFaultKind.ClockSkew, Colors.SteelBlue), (SensorFaultKind.Dropout, Colors.Black), (SensorFaultKind.BurstLate, Colors.Green),
        (SensorFaultKind.OutOfOrder, Colors.Teal), (SensorFaultKind.Duplicate, Colors.Purple), (SensorFaultKind.Malformed, Colors.Brown),
    ];

    public static Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var options = new Arguments(args);
        var output = options.Text("out", "docs/signal.png");
        var catalogue = SensorCatalogueFile.Load(options.Text("catalogue", "sensors.json"));
        var day = DateTime.Parse(options.Text("day", "2026-11-24"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        var profile = options.Text("profile", FaultProfiles.Default);
        var seed = options.Number("seed", 1);
        options.RequireNoOther();

        var sensors = catalogue.Sensors.Take(MaxSensors).ToList();
        var floor = new FloorPlan(catalogue.Sensors);
        var picture = new Multiplot();
        picture.AddPlots(sensors.Count);
        foreach (var (index, sensor) in sensors.Index())
        {
            var recording = DayRecording.Make(sensor, catalogue, profile, seed, day);
            Draw(picture.GetPlot(index), sensor, new SensorSignal(sensor, floor, seed), recording, day, isLast: index == sensors.Count - 1);
        }

        picture.SavePng(output, Width, HeightPerSensor * sensors.Count);
        Console.WriteLine($"{output}: {sensors.Count} sensors on {day:yyyy-MM-dd}, {profile}, seed {seed}");
        return Task.CompletedTask;
    }

    private static void Draw(Plot plot, Sensor sensor, SensorSignal signal, DayRecording recording, DateTime day, bool isLast)
    {
        var times = Enumerable.Range(0, 24 * 360).Select(step => day.AddSeconds(10 * step)).ToArray();
        var values = times.Select(time => signal.ValueAt(time.Ticks)).ToArray();
        var (low, high) = (values.Min() - Margin, values.Max() + Margin);
        foreach (var (row, (kind, color)) in Kinds.Index())
        {
            var faults = recording.Of(kind);
            // What lies beyond the picture is put on its edge.
            var heights = faults.Select(fault => kind <= SensorFaultKind.Drift ? Math.Clamp(fault.Value, low, high) : low + (0.35 * (row - 3)));
            var markers = plot.Add.ScatterPoints(faults.Select(fault => fault.At).ToArray(), heights.ToArray());
            (markers.Color, markers.LegendText) = (color, isLast ? kind.Name() : "");
            (markers.MarkerSize, markers.MarkerShape) = kind <= SensorFaultKind.Drift ? (6, MarkerShape.FilledCircle) : (7, MarkerShape.VerticalBar);
        }

        var line = plot.Add.ScatterLine(times, values, Colors.Navy);
        (line.LineWidth, line.LegendText) = (1.5f, isLast ? "true value" : "");
        var hours = plot.Axes.DateTimeTicksBottom();
        ((DateTimeAutomatic)hours.TickGenerator).LabelFormatter = time => time.ToString("HH:mm", CultureInfo.InvariantCulture);
        plot.Axes.SetLimits(day.ToOADate(), day.AddDays(1).ToOADate(), low - 0.5, high + 0.5);
        plot.Font.Set(Fonts.Sans);
        plot.Title($"{sensor.Description}, {sensor.Type} in {sensor.Unit}", 14);
        if (isLast)
            plot.ShowLegend(Edge.Bottom).Legend.Orientation = Orientation.Horizontal;
    }
}
