namespace IotAspire.Api.Formats;

/// <summary>
/// What an answer with rows looks like: it is written with these names, the OpenAPI document says what stands here, and so does the
/// list of all fields.
/// </summary>
/// <param name="Row">What a row is called in the document and by the clients that are generated from it.</param>
/// <param name="Meaning">What a row is.</param>
/// <param name="Rows">Name of the array in JSON, and of the file in other formats.</param>
/// <param name="Order">How the rows are ordered.</param>
/// <param name="About">What JSON says before the rows.</param>
/// <param name="Shapes">The columns; several lists where they depend on the request. What each of them has is always there.</param>
/// <param name="Others">Columns that have names of the request's making.</param>
/// <param name="IsPaged">Whether JSON has <c>next</c> behind the rows.</param>
internal sealed record TableDescription(
    string Row,
    string Meaning,
    string Rows,
    string Order,
    IReadOnlyList<Field> About,
    IReadOnlyList<IReadOnlyList<Field>> Shapes,
    Field? Others = null,
    bool IsPaged = true)
{
    public IEnumerable<Field> Fields => Shapes.SelectMany(shape => shape).DistinctBy(column => column.Name);

    /// <param name="values">Of <see cref="About"/>, in its order.</param>
    public AnswerEnvelope Envelope(params IReadOnlyList<object?> values) => values.Count == About.Count
        ? new(Rows, [.. About.Zip(values, (field, value) => KeyValuePair.Create(field.Name, value))], IsPaged)
        : throw new ArgumentException($"{Row} says {About.Count} things about its rows, not {values.Count}.", nameof(values));

    public bool IsAlwaysThere(Field field) => Shapes.All(shape => shape.Any(one => one.Name == field.Name));
}

/// <summary>What a JSON answer says around its rows.</summary>
/// <param name="Rows">Name of the array.</param>
/// <param name="Properties">Before the rows: text, instants, whole numbers, lists of texts or null.</param>
/// <param name="IsPaged">Whether <c>next</c> stands behind the rows.</param>
internal sealed record AnswerEnvelope(string Rows, IReadOnlyList<KeyValuePair<string, object?>> Properties, bool IsPaged = true);
