using IotAspire.Api.Formats;

namespace IotAspire.Api.Documentation;

/// <summary>An endpoint's metadata: it answers with a table, or with one row of it.</summary>
internal sealed record DescribedTable(TableDescription Table, bool IsOneRow);

/// <summary>Describes what endpoints answer, for the document.</summary>
internal static class TableAnswers
{
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="table">The rows that it answers with, in any format.</param>
    /// <param name="problems">Statuses that it may answer in addition to those of every endpoint.</param>
    public static RouteHandlerBuilder AnswersTable(this RouteHandlerBuilder endpoint, TableDescription table, params IEnumerable<int> problems) =>
        endpoint.Produces(StatusCodes.Status200OK).WithMetadata(new DescribedTable(table, IsOneRow: false)).Refuses([StatusCodes.Status406NotAcceptable, .. problems]);

    /// <param name="endpoint">The endpoint.</param>
    /// <param name="table">Whose row it answers with, in JSON.</param>
    public static RouteHandlerBuilder AnswersRow(this RouteHandlerBuilder endpoint, TableDescription table) =>
        endpoint.Produces(StatusCodes.Status200OK).WithMetadata(new DescribedTable(table, IsOneRow: true)).Refuses(StatusCodes.Status404NotFound);

    /// <param name="endpoint">The endpoint.</param>
    /// <param name="problems">Statuses that it may answer in addition to those of every endpoint.</param>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params IEnumerable<int> problems)
    {
        foreach (var status in problems)
            endpoint.Produces(status);
        return endpoint;
    }
}
