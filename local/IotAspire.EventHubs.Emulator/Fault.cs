using System.Globalization;
using IotAspire.EventHubs.Emulator.Codec;

namespace IotAspire.EventHubs.Emulator;

/// <summary>
/// A fault that the emulator injects on demand; see <see cref="EventHubsEmulator.Inject"/>. Without <see cref="Times"/> and
/// <see cref="For"/> it lasts until it is disposed of.
/// </summary>
public sealed record Fault
{
    internal const string ServerBusy = "com.microsoft:server-busy";

    /// <summary>What happens instead of the operation.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>Which operations are met; default any.</summary>
    public FaultOperation Operation { get; init; } = FaultOperation.Any;

    /// <summary>Only operations on this hub; null for all.</summary>
    public string? EventHub { get; init; }

    /// <summary>Only operations on this partition; null for all. Opening a producer that names no partition isn't one of them.</summary>
    public string? PartitionId { get; init; }

    /// <summary>How many operations are met; null for no limit.</summary>
    public int? Times { get; init; }

    /// <summary>For how long; null for no limit.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>How long a delay holds an operation.</summary>
    public TimeSpan By { get; init; }

    /// <summary>The AMQP error condition of a refusal, such as <c>amqp:unauthorized-access</c>.</summary>
    public string? Condition { get; init; }

    /// <summary>The words that go with the condition.</summary>
    public string? Description { get; init; }

    /// <summary>The namespace is too busy: operations are refused with <c>com.microsoft:server-busy</c>, which clients meet with a pause.</summary>
    public static Fault Throttle { get; } = new() { Kind = FaultKind.Throttle };

    /// <summary>
    /// The connection breaks instead of an answer. A send is stored and only its acknowledgement lost, so clients send twice.
    /// Without <see cref="Times"/>, connections are cut at once and new ones are kept out.
    /// </summary>
    public static Fault Disconnect { get; } = new() { Kind = FaultKind.Disconnect };

    internal AmqpError? Refusal => Kind switch
    {
        FaultKind.Throttle => new(ServerBusy, Description ?? "The request was terminated because the namespace is being throttled."),
        FaultKind.Refuse => new(Condition!, Description ?? "Refused by a fault on demand."),
        _ => null,
    };

    internal TimeSpan? HoldFor => Kind == FaultKind.Delay ? By : null;

    /// <summary>Answers come late. A send is stored at once and acknowledged late; events to consumers are held back.</summary>
    public static Fault Delay(TimeSpan by) => new() { Kind = FaultKind.Delay, By = by };

    /// <summary>Operations are refused with an AMQP error condition; a consumer's link is detached with it.</summary>
    public static Fault Refuse(string condition, string? description = null) =>
        new() { Kind = FaultKind.Refuse, Condition = condition, Description = description };
}

/// <summary>What happens instead of an operation.</summary>
public enum FaultKind
{
    /// <summary>It is refused as if the namespace were too busy.</summary>
    Throttle,

    /// <summary>It is refused with a given condition.</summary>
    Refuse,

    /// <summary>It is done, but answered late.</summary>
    Delay,

    /// <summary>The connection breaks.</summary>
    Disconnect,
}

/// <summary>What a client does when a fault meets it.</summary>
public enum FaultOperation
{
    /// <summary>Any of these.</summary>
    Any,

    /// <summary>It connects. Only <see cref="FaultKind.Disconnect"/> can meet that.</summary>
    Connect,

    /// <summary>It puts a token.</summary>
    Authorize,

    /// <summary>It asks for the properties of a hub or partition.</summary>
    Manage,

    /// <summary>It opens a producer or a consumer.</summary>
    OpenLink,

    /// <summary>It sends a message, be it one event or a batch.</summary>
    Send,

    /// <summary>It is about to get events that are there.</summary>
    Receive,
}

/// <summary>A fault at work; disposing of it ends it.</summary>
public sealed class InjectedFault : IDisposable
{
    private readonly TimeProvider _time;
    private readonly long _start;
    private int _met;
    private volatile bool _isEnded;

    internal InjectedFault(int id, Fault fault, TimeProvider time)
    {
        (Id, Fault, _time) = (id.ToString(CultureInfo.InvariantCulture), fault, time);
        _start = time.GetTimestamp();
    }

    /// <summary>Names it among the faults of the emulator.</summary>
    public string Id { get; }

    /// <summary>What was asked for.</summary>
    public Fault Fault { get; }

    /// <summary>How many operations it has met.</summary>
    public int Met => Volatile.Read(ref _met);

    /// <summary>Whether it goes on.</summary>
    public bool IsActive => !_isEnded && (Fault.Times is not { } times || Met < times) && (Fault.For is not { } time || _time.GetElapsedTime(_start) < time);

    /// <summary>Ends it.</summary>
    public void Dispose() => _isEnded = true;

    // Clients of all connections come at once; each time counts for one of them.
    internal bool TryMeet()
    {
        while (IsActive)
        {
            var met = Met;
            if (met >= (Fault.Times ?? int.MaxValue))
                return false;
            if (Interlocked.CompareExchange(ref _met, met + 1, met) == met)
                return true;
        }

        return false;
    }
}
