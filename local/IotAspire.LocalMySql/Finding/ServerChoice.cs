using IotAspire.ChildProcesses;
using IotAspire.LocalMySql.Data;
using Microsoft.Extensions.Logging;

namespace IotAspire.LocalMySql.Finding;

/// <summary>Takes the first server that works with the data directory: that may open its data, or can initialise it.</summary>
internal sealed class ServerChoice(ServerSearch search, ChildProcessHost host, ILogger logger)
{
    /// <exception cref="MySqlServerNotFoundException">No server fits.</exception>
    public async Task<ServerBinary> ChooseAsync(MySqlFlavor wanted, DataDirectory directory, CancellationToken cancellationToken)
    {
        var identity = directory.Identity;
        if (identity is not null && wanted != MySqlFlavor.Any && wanted != identity.Flavor)
            throw new MySqlServerNotFoundException($"The data directory {directory.Root} was made by {identity}, but {wanted} is wanted. {WhatToDo(identity)}");

        // Existing data decides by itself which server may open it.
        var flavor = identity?.Flavor ?? wanted;
        await foreach (var binary in search.CandidatesAsync(flavor, cancellationToken))
        {
            if (identity is null ? await InitialisesAsync(binary, directory, cancellationToken) : MayOpen(binary, identity))
                return binary;
        }

        if (identity is null)
            throw search.NothingLeft(flavor);
        throw new MySqlServerNotFoundException($"The data directory {directory.Root} was made by {identity}. {WhatToDo(identity)}", search.NothingLeft(flavor));
    }

    private static string WhatToDo(ServerIdentity identity) =>
        $"Another flavour or series would damage the data: make {identity} available, name another directory, or delete this one.";

    private bool MayOpen(ServerBinary binary, ServerIdentity identity)
    {
        if (identity.Allows(binary.Version))
            return true;
        search.PassOver($"{binary.Origin} is {binary.Version}, the data is of {identity}");
        return false;
    }

    // A server can be there and still be of no use: Ubuntu's AppArmor profile keeps an installed MySQL out of other folders.
    private async Task<bool> InitialisesAsync(ServerBinary binary, DataDirectory directory, CancellationToken cancellationToken)
    {
        LocalMySqlLog.Initialising(logger, directory.Root, binary.Version.ToString());
        try
        {
            await directory.InitialiseAsync(binary.Version, files => Initialization.RunAsync(host, binary, files, directory.Temporary, cancellationToken));
            return true;
        }
        catch (LocalMySqlException exception)
        {
            search.PassOver(exception.Message);
            return false;
        }
    }
}
