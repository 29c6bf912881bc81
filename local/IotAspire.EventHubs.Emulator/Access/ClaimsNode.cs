using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Hubs;
using IotAspire.EventHubs.Emulator.Links;

namespace IotAspire.EventHubs.Emulator.Access;

/// <summary>Answers <c>put-token</c> requests to <c>$cbs</c>.</summary>
internal sealed class ClaimsNode(Claims claims) : IRequestNode
{
    private const int Taken = 202;

    public FaultOperation Operation => FaultOperation.Authorize;

    public EntityPath PathOf(Request request) => EntityPath.Parse(request["name"] ?? "");

    public Reply Answer(Request request)
    {
        if (request["operation"] != "put-token")
            throw new AmqpException(AmqpError.NotImplemented($"The operation '{request["operation"]}' isn't supported."));
        claims.Add(request["name"] ?? "", request.Body as string);
        return new Reply(Taken, "Accepted", null);
    }
}
