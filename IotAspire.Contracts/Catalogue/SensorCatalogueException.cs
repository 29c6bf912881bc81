namespace IotAspire.Contracts.Catalogue;

/// <summary>A catalogue file that can't be used; lists everything that is wrong with it.</summary>
public sealed class SensorCatalogueException : Exception
{
    /// <summary>Makes one message of the file and all its errors.</summary>
    public SensorCatalogueException(string file, IReadOnlyList<CatalogueError> errors, Exception? innerException = null)
        : base($"{file} can't be used:{string.Concat(errors.Select(error => $"{Environment.NewLine}  {error}"))}", innerException)
        => Errors = errors;

    /// <summary>Every error, in the order of the file.</summary>
    public IReadOnlyList<CatalogueError> Errors { get; }
}

/// <summary>One error of a catalogue file.</summary>
/// <param name="Place">Where: a path such as <c>sensors[2].range</c>, or line and column where the text isn't JSON.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
public sealed record CatalogueError(string Place, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Place}: {Message}";
}
