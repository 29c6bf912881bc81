namespace IotAspire.LocalMySql;

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
