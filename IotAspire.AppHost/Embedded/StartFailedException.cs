namespace IotAspire.AppHost.Embedded;

/// <summary>The pipeline can't run as configured; the message is all that the user needs.</summary>
internal sealed class StartFailedException(string message, Exception? innerException = null) : Exception(message, innerException);
