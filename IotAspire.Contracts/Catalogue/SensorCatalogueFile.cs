using System.Text.Json;

namespace IotAspire.Contracts.Catalogue;

/// <summary>
/// Reads <c>sensors.json</c> (form: <c>sensors.schema.json</c>). Also takes the older spelling: a bare array, <c>lat</c> and
/// <c>lng</c>, no id. Comments and trailing commas are allowed.
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
