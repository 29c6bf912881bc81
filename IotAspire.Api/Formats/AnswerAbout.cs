namespace IotAspire.Api.Formats;

/// <summary>What a JSON answer says around its rows.</summary>
/// <param name="Rows">Name of the array.</param>
/// <param name="Properties">Before the rows: text, instants, whole numbers, lists of texts or null.</param>
/// <param name="IsPaged">Whether <c>next</c> stands behind the rows.</param>
internal sealed record AnswerAbout(string Rows, IReadOnlyList<KeyValuePair<string, object?>> Properties, bool IsPaged = true);
