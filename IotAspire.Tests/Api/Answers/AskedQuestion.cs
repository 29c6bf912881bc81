using System.Globalization;
using CsCheck;

namespace IotAspire.Tests.Api.Answers;

/// <summary>A question about a range of time.</summary>
/// <param name="From">Beginning.</param>
/// <param name="To">End.</param>
/// <param name="Zone">IANA name.</param>
/// <param name="Sensors">Which sensors.</param>
internal sealed record SentRange(DateTime From, DateTime To, string Zone, AskedSensors Sensors)
{
    public static readonly string[] Zones = ["UTC", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns"];

    // From seconds to a year; a third of them end where a bucket does.
    private static readonly Gen<double> Length = Gen.Frequency(
        (2, Gen.Double[0.000001, 120]), (4, Gen.Double[60, 86_400]), (4, Gen.Double[3600, 5 * 86_400]), (1, Gen.Double[86_400, 300 * 86_400]),
        (3, Gen.Int[1, 120].Select(hours => hours * 3600.0)));

    public static readonly Gen<SentRange> Any = Gen.Select(KnownReadings.Near(2), Length, Gen.OneOfConst(Zones), AskedSensors.Any, (from, length, zone, sensors) =>
        new SentRange(from, from.AddTicks(Math.Max(1, (long)(length * 1_000_000)) * TimeSpan.TicksPerMicrosecond), zone, sensors));

    public string Query => $"from={Table.Text(From)}&to={Table.Text(To)}&timeZone={Zone}{Sensors.Query}";

    public bool Contains(DateTime instant) => instant >= From && instant < To;

    public override string ToString() => Query;
}

/// <summary>Which sensors a question is about.</summary>
/// <param name="Query">As parameters.</param>
/// <param name="All">Them, in the order of their short keys.</param>
internal sealed record AskedSensors(string Query, IReadOnlyList<KnownSensor> All)
{
    public static readonly Gen<AskedSensors> Any = Gen.Frequency(
        (2, Gen.Const(new AskedSensors("", StoredWorld.Sensors))),
        (4, Gen.OneOfConst([.. StoredWorld.Sensors]).Array[1, 3].Select(Named)),
        (1, Gen.OneOfConst("temperature", "humidity", "wind,humidity", "nothing").Select(ByType)),
        (1, Gen.OneOfConst("°C", "°F,bar").Select(ByUnit)),
        (1, Gen.OneOfConst("KITCHEN", "old", "a-").Select(ByText)),
        (1, Gen.Const(Where("&bbox=10,0,30,84.5", sensor => sensor.Described is { Longitude: >= 10 and <= 30, Latitude: >= 0 and <= 84.5 }))),
        (1, Gen.Const(Where("&near=20,85&within=0.75", sensor => sensor.Described is { } at && Math.Sqrt(Math.Pow(at.Longitude - 20, 2) + Math.Pow(at.Latitude - 85, 2)) <= 0.75))));

    private static AskedSensors Named(KnownSensor[] named) =>
        Where($"&sensorId={string.Join(',', named.Select(sensor => sensor.SensorId))}", named.Contains);

    private static AskedSensors ByType(string types) => Where($"&type={types}", sensor => types.Split(',').Contains(sensor.Type));

    private static AskedSensors ByUnit(string units) => Where($"&unit={Uri.EscapeDataString(units)}", sensor => units.Split(',').Contains(sensor.Unit));

    private static AskedSensors ByText(string text) => Where(
        $"&text={text}",
        sensor => CultureInfo.InvariantCulture.CompareInfo.IndexOf($"{sensor.SensorId} | {sensor.Place}", text, CompareOptions.OrdinalIgnoreCase) >= 0);

    private static AskedSensors Where(string query, Func<KnownSensor, bool> condition) => new(query, [.. StoredWorld.Sensors.Where(condition)]);
}
