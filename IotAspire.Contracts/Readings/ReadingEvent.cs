namespace IotAspire.Contracts.Readings;

/// <summary>The envelope of an event that carries readings.</summary>
public static class ReadingEvent
{
    /// <summary>Media type of the body.</summary>
    public const string ContentType = "application/json";

    /// <summary>Application property that names the body's form; absent means version 1.</summary>
    public const string SchemaProperty = "schema";

    /// <summary>Version 1: one reading as an object, or many as an array.</summary>
    public const string Schema = "iotaspire.reading/1";

    /// <summary>W3C trace context of the event's production.</summary>
    public const string TraceParentProperty = "traceparent";
}
