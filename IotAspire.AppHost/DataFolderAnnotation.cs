namespace IotAspire.AppHost;

/// <summary>Where a server keeps what it is to forget when the data is reset.</summary>
internal sealed record DataFolderAnnotation(string Folder) : IResourceAnnotation;
