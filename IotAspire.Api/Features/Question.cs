using FastEndpoints;
using FluentValidation.Results;

namespace IotAspire.Api.Features;

/// <summary>Refusals that only show once the question has been looked into; answered as problem details, as those of a validator are.</summary>
internal static class Question
{
    public static ValidationFailureException Refuse(string parameter, string reason, int status = StatusCodes.Status400BadRequest) =>
        new([new ValidationFailure(parameter, reason)], reason) { StatusCode = status };
}
