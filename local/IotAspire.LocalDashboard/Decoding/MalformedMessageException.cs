namespace IotAspire.LocalDashboard.Decoding;

/// <summary>The bytes aren't the message that they should be.</summary>
internal sealed class MalformedMessageException(string message, Exception? innerException = null) : Exception(message, innerException);
