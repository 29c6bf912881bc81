using Amqp;
using IotAspire.EventHubs.Emulator;
using IotAspire.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace IotAspire.Tests.EventHubs.Emulator.Access;

public sealed class SharedAccessTests
{
    private const string KeyName = "RootManageSharedAccessKey";
    private const string Key = "SAS_KEY_VALUE";
    private const string Consumer = "telemetry/ConsumerGroups/$Default/Partitions/0";

    [Theory]
    [InlineData("amqp://localhost/telemetry", KeyName, "another", 60, "signature")]
    [InlineData("amqp://localhost/telemetry", "another", Key, 60, "signature")]
    [InlineData("amqp://localhost/telemetry", KeyName, Key, -60, "expired")]
    [InlineData("amqp://localhost/other", KeyName, Key, 60, "not for 'telemetry")]
    [InlineData("amqp://localhost/tele", KeyName, Key, 60, "not for 'telemetry")]
    [InlineData("amqp://localhost/telemetry/Partitions", KeyName, Key, 60, "not for 'telemetry")]
    public async Task A_bad_token_is_refused_with_the_reason(string resource, string keyName, string key, int seconds, string reason)
    {
        await using var hub = await TestHub.StartAsync();
        await using var peer = await RawPeer.ConnectAsync(hub.Port);
        var token = RawPeer.Token(resource, keyName, key, DateTimeOffset.UtcNow.AddSeconds(seconds));

        var refused = await Assert.ThrowsAsync<AmqpException>(() => peer.PutTokenAsync("amqp://localhost/" + Consumer, token));

        Assert.Equal("amqp:unauthorized-access", refused.Error.Condition);
        Assert.Contains(reason, refused.Error.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("amqp://localhost/telemetry/ConsumerGroups/$Default/Partitions/0")]
    [InlineData("amqps://LOCALHOST:5671/TELEMETRY")]
    [InlineData("sb://localhost/")]
    public async Task A_token_covers_the_path_that_it_names_and_all_below(string resource)
    {
        await using var hub = await TestHub.StartAsync();
        await using var peer = await RawPeer.ConnectAsync(hub.Port);

        await peer.PutTokenAsync("amqp://localhost/" + Consumer, RawPeer.Token(resource, KeyName, Key, DateTimeOffset.UtcNow.AddMinutes(1)));

        Assert.False((await peer.OpenAsync(Consumer, isReceiver: true)).IsClosed);
    }

    [Theory]
    [InlineData(Consumer, true)]
    [InlineData("telemetry", false)]
    [InlineData("telemetry/Partitions/1", false)]
    public async Task A_link_without_a_claim_is_refused(string address, bool isReceiver)
    {
        await using var hub = await TestHub.StartAsync();
        await using var peer = await RawPeer.ConnectAsync(hub.Port);
        await peer.PutTokenAsync("amqp://localhost/telemetry/Partitions/3", Token(DateTimeOffset.UtcNow.AddMinutes(1)));

        var refused = await Assert.ThrowsAsync<AmqpException>(() => peer.OpenAsync(address, isReceiver));

        Assert.Equal("amqp:unauthorized-access", refused.Error.Condition);
    }

    [Theory]
    [InlineData(Consumer, true)]
    [InlineData("telemetry", false)]
    public async Task A_link_ends_when_its_token_expires_and_not_if_it_was_renewed(string address, bool isReceiver)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var hub = await StartAsync(clock);
        await using var forgetful = await RawPeer.ConnectAsync(hub.Port);
        await using var careful = await RawPeer.ConnectAsync(hub.Port);
        foreach (var peer in new[] { forgetful, careful })
            await peer.PutTokenAsync("amqp://localhost/" + address, Token(clock.GetUtcNow().AddSeconds(40)));
        var ends = await forgetful.OpenAsync(address, isReceiver);
        var stays = await careful.OpenAsync(address, isReceiver);
        await careful.PutTokenAsync("amqp://localhost/" + address, Token(clock.GetUtcNow().AddSeconds(400)));

        clock.Advance(TimeSpan.FromSeconds(41));

        await Eventually.TrueAsync(() => ends.IsClosed, TestHub.Deadline, "the link ends");
        Assert.Equal("amqp:unauthorized-access", ends.Error.Condition.ToString());
        Assert.Contains("expired", ends.Error.Description, StringComparison.Ordinal);
        // An answer that came after the first link's end shows that the second would have ended, too.
        await careful.PutTokenAsync("amqp://localhost/" + address, Token(clock.GetUtcNow().AddSeconds(400)));
        Assert.False(stays.IsClosed);
    }

    [Fact]
    public async Task What_is_sent_on_a_link_whose_token_has_expired_is_not_stored()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var hub = await StartAsync(clock);
        await using var peer = await RawPeer.ConnectAsync(hub.Port);
        await peer.PutTokenAsync("amqp://localhost/telemetry", Token(clock.GetUtcNow().AddSeconds(40)));
        var sender = (SenderLink)await peer.OpenAsync("telemetry", isReceiver: false);

        clock.Advance(TimeSpan.FromSeconds(41));

        var refused = await Assert.ThrowsAsync<AmqpException>(() => sender.SendAsync(new Message("late"), TestHub.Deadline));
        Assert.Contains("expired", refused.Message, StringComparison.Ordinal);
    }

    private static string Token(DateTimeOffset expiresAt) => RawPeer.Token("amqp://localhost/telemetry", KeyName, Key, expiresAt);

    private static Task<EventHubsEmulator> StartAsync(TimeProvider clock) => EventHubsEmulator.StartAsync(
        new() { Port = 0, HttpPort = 0, Hubs = [new(TestHub.Name)], TimeProvider = clock }, TestContext.Current.CancellationToken);
}
