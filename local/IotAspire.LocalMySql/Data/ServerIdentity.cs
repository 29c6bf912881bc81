using System.Text.Json;
using IotAspire.Folders;
using IotAspire.LocalMySql.Finding;

namespace IotAspire.LocalMySql.Data;

/// <summary>The server that created a data directory; kept next to the data.</summary>
internal sealed record ServerIdentity(MySqlFlavor Flavor, string Version)
{
    public static ServerIdentity CreateFor(ServerVersion version) => new(version.Flavor, version.Number.ToString());

    /// <summary>Null when there is none.</summary>
    /// <exception cref="LocalMySqlException">The file isn't readable as an identity.</exception>
    public static ServerIdentity? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<ServerIdentity>(File.ReadAllText(path)) : null;
        }
        catch (JsonException exception)
        {
            throw new LocalMySqlException($"{path} is damaged: {exception.Message}", exception);
        }
    }

    public void Write(string path) => PrivateFolder.WriteFile(path, JsonSerializer.Serialize(this));

    /// <summary>
    /// Whether that server may open the data: same flavour and series. A newer series would convert the data for good, an older
    /// one can't read it.
    /// </summary>
    public bool Allows(ServerVersion server) => Flavor == server.Flavor && ServerVersion.Parse(ToString())!.Series == server.Series;

    public override string ToString() => $"{(Flavor == MySqlFlavor.MariaDb ? "MariaDB" : "MySQL")} {Version}";
}
