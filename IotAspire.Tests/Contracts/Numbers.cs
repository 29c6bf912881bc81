using CsCheck;

namespace IotAspire.Tests.Contracts;

/// <summary>Numbers to write as text, for property tests.</summary>
internal static class Numbers
{
    /// <summary>Every finite double can come, most often one that is hard to write: where the forms of its text meet, and beside it.</summary>
    public static readonly Gen<double> Any = Gen.OneOf(
        // Decimals as sensors have them.
        Gen.Select(Gen.Int, Gen.Int[0, 6]).Select((number, decimals) => Math.Round(number / Math.Pow(10, decimals), decimals)),
        Gen.Select(Gen.Long[-2_000_000_000_000_000, 2_000_000_000_000_000], Gen.Int[0, 6]).Select((number, decimals) => number / Math.Pow(10, decimals)),
        // Halves of the fourth decimal.
        Gen.Int.Select(number => number / 20_000.0),
        Gen.Long[-1_000_000_000_000_000, 1_000_000_000_000_000].Select(number => (double)number),
        Gen.Select(Gen.Int[-320, 308], Gen.Bool).Select((exponent, isNegative) => Math.CopySign(Math.Pow(10, exponent), isNegative ? -1 : 1)),
        // Subnormal ones.
        Gen.Long[1, 1L << 52].Select(BitConverter.Int64BitsToDouble),
        Gen.OneOfConst(0.0, -0.0, 1e-4, 5e-5, 1e-5, 1e11, 1e15, 99_999_999_999.9999, 1e100, 0.1 + 0.2, double.Epsilon, double.MaxValue, double.MinValue),
        Gen.Long.Select(BitConverter.Int64BitsToDouble))
        .Select(Gen.Int[-1, 1], (value, step) => step == 0 ? value : step < 0 ? Math.BitDecrement(value) : Math.BitIncrement(value))
        .Where(double.IsFinite);

    /// <summary>Those that a reading may have.</summary>
    public static readonly Gen<double> OfReadings = Any.Where(value => Math.Abs(value) <= 1e100);
}
