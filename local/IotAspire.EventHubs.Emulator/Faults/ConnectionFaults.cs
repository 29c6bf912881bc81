using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Hubs;
using Microsoft.AspNetCore.Connections;

namespace IotAspire.EventHubs.Emulator.Faults;

/// <summary>The faults as they meet one connection.</summary>
internal sealed class ConnectionFaults(FaultRegister register, Action disconnect)
{
    /// <summary>The fault that meets an operation on a path; one that breaks the connection does so here.</summary>
    public Fault? Take(FaultOperation operation, EntityPath path)
    {
        var fault = register.Take(operation, path.Hub, path.Partition);
        if (fault?.Kind != FaultKind.Disconnect)
            return fault;
        Disconnect();
        throw new ConnectionAbortedException("A fault on demand broke the connection.");
    }

    /// <summary>The fault that meets a send and lets it be stored; one that doesn't is thrown as <see cref="AmqpException"/>.</summary>
    public Fault? TakeSend(string hub, string partition)
    {
        var fault = register.Take(FaultOperation.Send, hub, partition);
        return fault?.Refusal is { } refusal ? throw new AmqpException(refusal) : fault;
    }

    public Fault? TakeReceive(string hub, string partition) => register.Take(FaultOperation.Receive, hub, partition);

    public void Disconnect() => disconnect();
}
