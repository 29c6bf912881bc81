namespace IotAspire.Api.Features;

/// <summary>Refusals that only show once the request has been looked into; answered as problem details, as those of a validator are.</summary>
internal static class RequestRefusal
{
    public static RequestRefusedException Of(string parameter, string reason, int status = StatusCodes.Status400BadRequest) => new(parameter, reason, status);
}

/// <summary>The request can't be answered.</summary>
/// <param name="parameter">What is wrong with it.</param>
/// <param name="reason">What is allowed, or how to narrow it.</param>
/// <param name="status">Of the answer.</param>
internal sealed class RequestRefusedException(string parameter, string reason, int status) : Exception($"{parameter}: {reason}")
{
    public string Parameter => parameter;

    public string Reason => reason;

    public int Status => status;
}
