using System.Globalization;
using System.Text.RegularExpressions;
using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.EventHubs.Emulator.Links;

/// <summary>The position in a consumer's selector, such as <c>amqp.annotation.x-opt-offset &gt; '-1'</c>.</summary>
internal static partial class SelectorFilter
{
    /// <summary>Reads a selector; without one a consumer reads from the beginning.</summary>
    public static ReadFrom Parse(string? selector)
    {
        if (string.IsNullOrWhiteSpace(selector))
            return ReadFrom.Earliest;
        var match = Pattern().Match(selector);
        if (!match.Success)
            throw new AmqpException(AmqpError.Argument($"The selector '{selector}' isn't understood."));

        var value = match.Groups["value"].Value;
        var inclusive = match.Groups["operator"].Value == ">=";
        if (value == "@latest")
            return ReadFrom.Latest;
        if (!long.TryParse(value, CultureInfo.InvariantCulture, out var number))
            throw new AmqpException(AmqpError.Argument($"'{value}' isn't a position."));
        return new ReadFrom(Kind(match.Groups["name"].Value), number, inclusive);
    }

    private static ReadFromKind Kind(string name) => name switch
    {
        "offset" => ReadFromKind.Offset,
        "sequence-number" => ReadFromKind.SequenceNumber,
        _ => ReadFromKind.EnqueuedTime,
    };

    [GeneratedRegex(
        @"^\s*amqp\.annotation\.x-opt-(?<name>offset|sequence-number|enqueued-time)\s*(?<operator>>=|>)\s*(?<quote>['""]?)(?<value>@latest|-?\d{1,19})\k<quote>\s*$")]
    private static partial Regex Pattern();
}
