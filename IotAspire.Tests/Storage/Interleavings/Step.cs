using CsCheck;

namespace IotAspire.Tests.Storage.Interleavings;

/// <summary>Something that may happen next, to one partition or one of the two processes.</summary>
/// <param name="Kind">What.</param>
/// <param name="Process">Whom it happens to.</param>
/// <param name="Partition">Where.</param>
/// <param name="Number">How many, or which.</param>
internal sealed record Step(StepKind Kind, int Process, int Partition, int Number)
{
    public static Gen<Step[]> Sequences { get; } = Gen.Select(
        Gen.Frequency(
            (6, Gen.Const(StepKind.Publish)), (8, Gen.Const(StepKind.Store)), (2, Gen.Const(StepKind.StoreAndDie)), (2, Gen.Const(StepKind.StoreAgain)),
            (2, Gen.Const(StepKind.TakeOver)), (1, Gen.Const(StepKind.ResetStream)), (2, Gen.Const(StepKind.StoreBoth)), (1, Gen.Const(StepKind.Deadlock))),
        Gen.Int[0, 1], Gen.Int[0, 1], Gen.Int[1, 12], (kind, process, partition, number) => new Step(kind, process, partition, number)).Array[5, 40];
}

internal enum StepKind
{
    /// <summary>Readings come, some of them late, out of order, again, or again with another value.</summary>
    Publish,

    /// <summary>A process stores its next batch.</summary>
    Store,

    /// <summary>The same, but it is cut off in the middle and doesn't know whether it committed.</summary>
    StoreAndDie,

    /// <summary>The same batch twice, as after a lost answer, or one that begins with it and is longer.</summary>
    StoreAgain,

    /// <summary>The lease lapses and another process claims the partition; the former owner doesn't know.</summary>
    TakeOver,

    /// <summary>The hub begins anew with the same events.</summary>
    ResetStream,

    /// <summary>Both processes store at once, each what it believes to be next.</summary>
    StoreBoth,

    /// <summary>The server ends the transaction in favour of another.</summary>
    Deadlock,
}
