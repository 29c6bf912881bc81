namespace IotAspire.LocalMySql;

/// <summary>Which of the two related servers.</summary>
public enum MySqlFlavor
{
    /// <summary>Either: whichever is at hand.</summary>
    Any,

    /// <summary>MariaDB.</summary>
    MariaDb,

    /// <summary>Oracle's MySQL.</summary>
    MySql,
}
