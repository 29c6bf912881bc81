namespace IotAspire.Tests.EventHubs.Emulator.Conformance;

/// <summary>
/// What the SDKs of other languages must find here as in Azure: one row is a case that each of them plays under the same
/// name. Our own client's rows are the contract tests in <c>EventHubs/</c>.
/// </summary>
internal static class ConformanceCases
{
    /// <summary>The case that the long tier plays more often.</summary>
    public const string ClosingInMidFlow = "closing in mid-flow doesn't hang";

    private static readonly string[] Everywhere =
    [
        "a token instead of a key is enough",
        "a wrong key is refused",
        "an expired token is refused",
        "a token for another hub is refused",
        "a hub tells its partitions and when it was made",
        "an empty partition says so",
        "a partition tells its first and last event",
        "questions about what is not there are answered so",
        "events for the hub spread over its partitions",
        "events for a partition arrive there in order",
        "events of a key are on the partition that the SDK computes",
        "a batch is filled to the largest message and taken whole",
        "an event larger than a message is refused",
        "properties of an event keep their types",
        "bodies of all kinds arrive as they were",
        "a buffered producer delivers all of its events",
        "sending to what is not there fails at once",
        "from the earliest",
        "from the latest, only what comes later",
        "from an offset, inclusive or not",
        "from a sequence number, inclusive or not",
        "from an enqueued time",
        "a position beyond the end is refused",
        "a small prefetch gets everything, a batch at a time",
        "events larger than a frame arrive whole",
        "the newest event is told along with each",
        "each consumer group gets every event",
        "receiving from an unknown hub fails at once",
        "receiving with an unknown consumer group fails at once",
        "receiving from an unknown partition fails at once",
        "a higher owner level takes the partition",
        "an equal owner level takes the partition",
        "an owner takes the partition from a reader without level",
        "a lower owner level is refused",
        "a reader without level is refused while an owner reads",
        "readers without level share a partition",
        "sending goes on after the connection was cut",
        "receiving goes on after the connection was cut",
        ClosingInMidFlow,
    ];

    public static IReadOnlyList<string> JavaScript { get; } =
        [.. Everywhere, "many sends at once are all taken", "an idle connection stays up"];

    public static IReadOnlyList<string> Python { get; } = Everywhere;
}
