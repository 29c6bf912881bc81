using System.Globalization;
using FastEndpoints;
using IotAspire.Contracts.Readings;
using Microsoft.Extensions.Primitives;

namespace IotAspire.Api.Hosting;

/// <summary>
/// How numbers are read: with a point, as 21.5. The framework would take a comma for a separator of thousands, so that 21,5, as
/// half of Europe writes it, were 215; and a parameter that is given twice, as 1 and 2, were 12.
/// </summary>
internal static class NumberParameter
{
    public const string Form = "a number, with a point where it has decimals, as 21.5; an integer beyond 9007199254740991 must be one that a double holds";

    public static ParseResult Parse(StringValues text) =>
        new(double.TryParse(text.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && NumberText.IsExact(text.ToString(), number), number);
}
