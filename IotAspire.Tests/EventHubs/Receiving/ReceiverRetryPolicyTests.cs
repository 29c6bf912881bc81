using Azure.Messaging.EventHubs;
using IotAspire.EventHubs;

namespace IotAspire.Tests.EventHubs.Receiving;

public sealed class ReceiverRetryPolicyTests
{
    private static readonly Exception Passing = new TimeoutException();
    private static readonly Exception Lasting = new EventHubsException(isTransient: false, "hub", "no", EventHubsException.FailureReason.ResourceNotFound);
    private readonly ReceiverRetryPolicy _policy = new(new EventHubRetryOptions { MaximumRetries = 2 });

    [Fact]
    public void While_it_opens_what_passes_is_tried_again_and_what_lasts_is_not()
    {
        Assert.NotNull(_policy.CalculateRetryDelay(Passing, 1));
        Assert.NotNull(_policy.CalculateRetryDelay(Passing, 2));
        Assert.Null(_policy.CalculateRetryDelay(Passing, 3));
        Assert.Null(_policy.CalculateRetryDelay(Lasting, 1));
    }

    [Fact]
    public void Once_open_nothing_is_tried_again()
    {
        _policy.IsOpen = true;

        Assert.Null(_policy.CalculateRetryDelay(Passing, 1));
    }

    [Fact]
    public void A_second_question_in_a_receive_is_a_new_link()
    {
        _policy.BeginReceive();
        _policy.CalculateTryTimeout(0);
        Assert.False(_policy.HasNewLink);

        _policy.CalculateTryTimeout(0);
        Assert.True(_policy.HasNewLink);

        _policy.BeginReceive();
        Assert.False(_policy.HasNewLink);
    }
}
