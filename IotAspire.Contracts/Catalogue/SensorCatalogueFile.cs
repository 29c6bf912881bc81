using System.Text.Json;

namespace IotAspire.Contracts.Catalogue;

/// <summary>
/// Reads <c>sensors.json</c>. <c>sensors.schema.json</c> says what is accepted; comments and trailing commas are, too.
/// </summary>
public static class SensorCatalogueFile
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Reads a file.</summary>
    /// <exception cref="SensorCatalogueException">The file is missing, unreadable or wrong; every error is listed.</exception>
    public static SensorCatalogue Load(string path)
    {
        try
        {
            return Parse(File.ReadAllBytes(path), path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SensorCatalogueException(path, [new("file", exception.Message)], exception);
        }
    }

    /// <summary>Reads a catalogue from UTF-8 text.</summary>
    /// <param name="utf8Json">The text, with or without byte order mark.</param>
    /// <param name="name">What error messages call it.</param>
    /// <exception cref="SensorCatalogueException">The text is wrong; every error is listed.</exception>
    public static SensorCatalogue Parse(ReadOnlyMemory<byte> utf8Json, string name)
    {
        if (utf8Json.Span.StartsWith("\uFEFF"u8))
            utf8Json = utf8Json[3..];
        try
        {
            using var document = JsonDocument.Parse(utf8Json, Lenient);
            var reader = new SensorCatalogueReader();
            var sensors = reader.Read(document.RootElement);
            return reader.Errors.Count == 0 ? new(sensors) : throw new SensorCatalogueException(name, reader.Errors);
        }
        catch (JsonException exception)
        {
            var place = $"line {exception.LineNumber + 1}, column {exception.BytePositionInLine + 1}";
            throw new SensorCatalogueException(name, [new(place, $"not JSON: {exception.Message}")], exception);
        }
    }
}

/// <summary>Turns a parsed catalogue into sensors and collects what is wrong with it.</summary>
internal sealed class SensorCatalogueReader
{
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(1);
    private static readonly string[] CatalogueProperties = ["$schema", "interval", "sensors"];
    private static readonly string[] SensorProperties = ["sensorId", "type", "unit", "latitude", "longitude", "range", "description", "interval"];
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

        var fields = new SensorFields(root, "", CatalogueProperties, Errors);
        var interval = fields.Interval("interval", DefaultInterval);
        if (fields.TryGet("sensors", out var sensors) && sensors.ValueKind == JsonValueKind.Array)
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
        var fields = new SensorFields(element, place, SensorProperties, Errors);
        if (!fields.IsObject)
            return new("", "", "", 0, 0, default, "", defaultInterval);
        var type = fields.Text("type", 64);
        var description = fields.Text("description", 255);
        return new(
            ReadId(fields, description, type),
            type,
            fields.Text("unit", 32),
            fields.Number("latitude", 90),
            fields.Number("longitude", 180),
            fields.Range("range"),
            description,
            fields.Interval("interval", defaultInterval));
    }

    private string ReadId(SensorFields fields, string description, string type)
    {
        var given = fields.TryGet("sensorId", out _);
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
