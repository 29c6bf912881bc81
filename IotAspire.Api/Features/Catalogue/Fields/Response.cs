namespace IotAspire.Api.Features.Catalogue.Fields;

/// <summary>The columns of every answer.</summary>
/// <param name="Fields">By table, in the order of the columns.</param>
internal sealed record Response(IReadOnlyList<FieldDescription> Fields);

/// <summary>A column.</summary>
/// <param name="Table">The answer that has it.</param>
/// <param name="Field">Its name.</param>
/// <param name="Type"><c>text</c>, <c>instant</c> (UTC, microseconds), <c>number</c> (a finite double), <c>integer</c> (64 bits) or <c>flag</c>.</param>
/// <param name="Unit">Of its numbers; null where they have none.</param>
/// <param name="Nullable">Whether a row may have no value.</param>
/// <param name="Meaning">For people.</param>
internal sealed record FieldDescription(string Table, string Field, string Type, string? Unit, bool Nullable, string Meaning);
