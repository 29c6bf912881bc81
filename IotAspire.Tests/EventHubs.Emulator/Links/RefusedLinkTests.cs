using Amqp;
using IotAspire.EventHubs.Emulator;

namespace IotAspire.Tests.EventHubs.Emulator.Links;

/// <summary>Azure's errors for Azure's mistakes, as a client hears them that nobody here wrote.</summary>
public sealed class RefusedLinkTests : IAsyncLifetime
{
    private const string OutOfRange = "com.microsoft:argument-out-of-range";
    private const string Argument = "com.microsoft:argument-error";
    private const string Partition = $"{TestHub.Name}/ConsumerGroups/$Default/Partitions/0";

    private EventHubsEmulator _hub = null!;
    private RawPeer _peer = null!;

    public async ValueTask InitializeAsync()
    {
        _hub = await TestHub.StartAsync();
        _peer = await RawPeer.ConnectAsync(_hub.Port);
        // For the whole namespace.
        await _peer.PutTokenAsync("");
    }

    public async ValueTask DisposeAsync()
    {
        await _peer.DisposeAsync();
        await _hub.DisposeAsync();
    }

    [Theory]
    [InlineData($"{TestHub.Name}/ConsumerGroups/$Default/Partitions/4", true, OutOfRange, "It should be between 0 and 3.")]
    [InlineData($"{TestHub.Name}/ConsumerGroups/$Default/Partitions/a", true, OutOfRange, "It should be between 0 and 3.")]
    [InlineData($"{TestHub.Name}/Partitions/4", false, OutOfRange, "It should be between 0 and 3.")]
    [InlineData($"{TestHub.Name}/ConsumerGroups/nobody/Partitions/0", true, "amqp:not-found", "could not be found")]
    [InlineData("nowhere/ConsumerGroups/$Default/Partitions/0", true, "amqp:not-found", "could not be found")]
    [InlineData("nowhere", false, "amqp:not-found", "could not be found")]
    [InlineData(Partition, false, "amqp:not-allowed", "Events can't be sent to")]
    [InlineData($"{TestHub.Name}/ConsumerGroups/$Default", false, "amqp:not-allowed", "Events can't be sent to")]
    [InlineData($"{TestHub.Name}/ConsumerGroups", false, "amqp:not-allowed", "Events can't be sent to")]
    [InlineData($"{TestHub.Name}/Partitions", false, "amqp:not-allowed", "Events can't be sent to")]
    public async Task An_address_that_cannot_be_used(string address, bool isReceiver, string condition, string description)
    {
        var refusal = await Assert.ThrowsAsync<AmqpException>(() => _peer.OpenAsync(address, isReceiver));

        Assert.Equal(condition, refusal.Error.Condition);
        Assert.Contains(description, refusal.Error.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sequence-number > '3'", "The supplied sequence number '3' is invalid. The last sequence number in the system is '2'")]
    [InlineData("sequence-number >= '3'", "The supplied sequence number '3' is invalid. The last sequence number in the system is '2'")]
    [InlineData("sequence-number > '9223372036854775807'", "The supplied sequence number '9223372036854775807' is invalid.")]
    [InlineData("offset > '100000'", "The supplied offset '100000' is invalid. The last offset in the system is '")]
    public async Task A_position_that_the_stream_cannot_have(string position, string description)
    {
        await SendAsync(3);

        var refusal = await Assert.ThrowsAsync<AmqpException>(() => _peer.OpenAsync(Partition, isReceiver: true, $"amqp.annotation.x-opt-{position}"));

        Assert.Equal(Argument, refusal.Error.Condition);
        Assert.StartsWith(description, refusal.Error.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sequence-number > '2'")]
    [InlineData("sequence-number >= '2'")]
    [InlineData("offset > '-1'")]
    [InlineData("offset > '@latest'")]
    [InlineData("enqueued-time > '99999999999999'")]
    public async Task A_position_at_the_end_is_none_of_them(string position)
    {
        await SendAsync(3);

        await _peer.OpenAsync(Partition, isReceiver: true, $"amqp.annotation.x-opt-{position}");
    }

    [Fact]
    public async Task A_token_for_a_hub_that_is_not_there()
    {
        var refusal = await Assert.ThrowsAsync<AmqpException>(() => _peer.PutTokenAsync("nowhere"));
        // Only with the key does one learn that.
        var stranger = await Assert.ThrowsAsync<AmqpException>(() => _peer.PutTokenAsync(
            "amqp://localhost/nowhere", RawPeer.Token("amqp://localhost/nowhere", "RootManageSharedAccessKey", "wrong", DateTimeOffset.UtcNow.AddMinutes(1))));

        Assert.Equal(("amqp:not-found", "amqp:unauthorized-access"), (refusal.Error.Condition.ToString(), stranger.Error.Condition.ToString()));
    }

    [Fact]
    public async Task Without_a_claim_nobody_learns_which_hubs_there_are()
    {
        await using var stranger = await RawPeer.ConnectAsync(_hub.Port);

        var there = await Assert.ThrowsAsync<AmqpException>(() => stranger.OpenAsync(Partition, isReceiver: true));
        var nowhere = await Assert.ThrowsAsync<AmqpException>(() => stranger.OpenAsync("nowhere/ConsumerGroups/$Default/Partitions/0", isReceiver: true));

        Assert.Equal(("amqp:unauthorized-access", "amqp:unauthorized-access"), (there.Error.Condition.ToString(), nowhere.Error.Condition.ToString()));
    }

    [Fact]
    public async Task Idempotent_publishing()
    {
        var refusal = await Assert.ThrowsAsync<AmqpException>(() => _peer.OpenAsync(
            $"{TestHub.Name}/Partitions/0", isReceiver: false, selector: null, new Amqp.Types.Symbol("com.microsoft:idempotent-producer")));

        Assert.Equal("amqp:not-implemented", refusal.Error.Condition);
    }

    [Theory]
    [InlineData("k", 128, null)]
    [InlineData("k", 129, Argument)]
    [InlineData("é", 128, null)]
    [InlineData("é", 129, Argument)]
    public async Task A_partition_key_of_more_than_128_characters(string letter, int length, string? condition)
    {
        var link = (SenderLink)await _peer.OpenAsync(TestHub.Name, isReceiver: false);
        var message = new Message("x") { MessageAnnotations = new() };
        message.MessageAnnotations[new Amqp.Types.Symbol("x-opt-partition-key")] = string.Concat(Enumerable.Repeat(letter, length));

        var refusal = await Record.ExceptionAsync(() => link.SendAsync(message, TestHub.Deadline));

        Assert.Equal(condition, (refusal as AmqpException)?.Error.Condition.ToString());
        Assert.Equal(condition is null, refusal is null);
    }

    private async Task SendAsync(int count)
    {
        var link = (SenderLink)await _peer.OpenAsync($"{TestHub.Name}/Partitions/0", isReceiver: false);
        for (var i = 0; i < count; i++)
            await link.SendAsync(new Message($"{i}"), TestHub.Deadline);
    }
}
