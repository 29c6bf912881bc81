namespace IotAspire.LocalMySql;

/// <summary>No server could be had or started; the message says why and what to do.</summary>
public class LocalMySqlException : Exception
{
    /// <summary>Creates it without a message.</summary>
    public LocalMySqlException()
    {
    }

    /// <summary>Creates it with what to tell the user.</summary>
    public LocalMySqlException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it with what to tell the user and the cause.</summary>
    public LocalMySqlException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>This machine has no server that could be used. Trying again changes nothing.</summary>
public sealed class MySqlServerNotFoundException : LocalMySqlException
{
    /// <summary>Creates it without a message.</summary>
    public MySqlServerNotFoundException()
    {
    }

    /// <summary>Creates it with what to tell the user.</summary>
    public MySqlServerNotFoundException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it with what to tell the user and the cause.</summary>
    public MySqlServerNotFoundException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
