using System.Text.Json;

namespace IotAspire.Contracts.Catalogue;

/// <summary>Turns a parsed catalogue into sensors and collects what is wrong with it.</summary>
internal sealed class SensorCatalogueReader
{
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(1);
    private static readonly PropertyNames OfCatalogue = new(["$schema", "interval", "sensors"]);
    private static readonly PropertyNames OfSensor = new(["sensorId", "type", "unit", "latitude", "longitude", "range", "description", "interval"], ["lat", "lng"]);
    private readonly Dictionary<string, string> _placeOfId = new(StringComparer.Ordinal);

    public List<CatalogueError> Errors { get; } = [];

    public IReadOnlyList<Sensor> Read(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array)
            return ReadSensors(root, "", DefaultInterval);
        if (root.ValueKind != JsonValueKind.Object)
        {
            Errors.Add(new("root", "must be an object with \"sensors\", or an array of sensors"));
            return [];
        }

        var fields = new SensorFields(root, "", OfCatalogue, Errors);
        var interval = fields.Interval("interval", DefaultInterval);
        if (root.TryGetProperty("sensors", out var sensors) && sensors.ValueKind == JsonValueKind.Array)
            return ReadSensors(sensors, "sensors", interval);
        Errors.Add(new("sensors", "must be an array of sensors"));
        return [];
    }

    private List<Sensor> ReadSensors(JsonElement array, string place, TimeSpan interval)
    {
        if (array.GetArrayLength() == 0)
            Errors.Add(new(place.Length == 0 ? "root" : place, "must hold at least one sensor"));
        var sensors = new List<Sensor>();
        foreach (var (index, element) in array.EnumerateArray().Index())
            sensors.Add(ReadSensor(element, $"{place}[{index}]", interval));
        return sensors;
    }

    private Sensor ReadSensor(JsonElement element, string place, TimeSpan defaultInterval)
    {
        var fields = new SensorFields(element, place, OfSensor, Errors);
        if (!fields.IsObject)
            return new("", "", "", 0, 0, default, "", defaultInterval);
        var type = fields.Text("type", 64);
        var description = fields.Text("description", 255);
        return new(
            ReadId(fields, description, type),
            type,
            fields.Text("unit", 32),
            fields.Number("latitude", "lat", 90),
            fields.Number("longitude", "lng", 180),
            fields.Range("range"),
            description,
            fields.Interval("interval", defaultInterval));
    }

    private string ReadId(SensorFields fields, string description, string type)
    {
        var given = fields.Has("sensorId");
        var id = given ? fields.Text("sensorId", int.MaxValue) : SensorIds.Derive(description, type);
        var place = fields.PlaceOf("sensorId");
        if (id.Length == 0 && (given || description.Length == 0 || type.Length == 0))
            return id;
        if (!SensorIds.IsValid(id))
        {
            Errors.Add(new(place, given
                ? $"\"{id}\" must match {SensorIds.Form}"
                : $"missing, and \"{id}\", made from description and type, doesn't match {SensorIds.Form}: give one"));
        }
        else if (!_placeOfId.TryAdd(id, place))
        {
            Errors.Add(new(place, $"\"{id}\" is already the id at {_placeOfId[id]}; ids must differ"));
        }

        return id;
    }
}
