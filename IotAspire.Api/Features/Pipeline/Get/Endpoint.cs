using FastEndpoints;
using IotAspire.Api.Features.Stored;

namespace IotAspire.Api.Features.Pipeline.Get;

internal sealed class Endpoint(PipelineQuery query, StoredState state, IngestRates rates) : EndpointWithoutRequest<PipelineResponse>
{
    public override void Configure()
    {
        Get("pipeline");
        Summary(summary => summary.Summary = "How far behind each partition is, how fast it is stored, what was lost");
        Description(endpoint => endpoint.WithTags("Operations").WithName("GetPipeline"));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var partitions = await query.ReadAsync(ct);
        var extent = await state.GetAsync(ct);
        await Send.OkAsync(new(extent.RawCutoff, extent.MinuteCutoff, extent.DeadLettersDeleted, [.. partitions.Select(partition => PartitionResponse.Of(partition, rates.Of(partition)))]), ct);
    }
}
