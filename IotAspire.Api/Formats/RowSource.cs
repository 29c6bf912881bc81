namespace IotAspire.Api.Formats;

/// <summary>The rows of an answer, read as they are written out.</summary>
internal abstract class RowSource
{
    /// <summary>The columns; the same whether there are rows or not.</summary>
    public abstract IReadOnlyList<Field> Fields { get; }

    /// <summary>The cursor of the row after the last one; null if there is none. Known once <see cref="ProduceAsync"/> is over.</summary>
    public string? Next { get; protected set; }

    /// <summary>
    /// A text that is another one whenever the rows are others, found without reading them; null where there is no such way.
    /// </summary>
    public virtual Task<string?> VersionAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>Gives every row to the sink.</summary>
    public abstract Task ProduceAsync(RowSink rows, CancellationToken cancellationToken);
}
