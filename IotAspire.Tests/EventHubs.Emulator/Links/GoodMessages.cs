using CsCheck;
using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.Tests.EventHubs.Emulator.Codec;

namespace IotAspire.Tests.EventHubs.Emulator.Links;

/// <summary>Random messages with sections in their order, some with values that only look good.</summary>
internal static class GoodMessages
{
    private static readonly Gen<byte[]> Properties = Gen.Select(Gen.ULong, Gen.Int[0, 2]).Select((id, kind) =>
        BadMessages.Section(0x73, AmqpValues.Encode(new AmqpList([id, null, "to", "subject", null, "c", new Symbol("text"), null, new Timestamp(5), new Timestamp(kind)]))));

    private static readonly Gen<byte[]> Body = Gen.OneOf(
        Gen.Const(BadMessages.Section(0x75, AmqpValues.Encode(null))),
        Gen.Byte.Array[0, 20].Select(bytes => BadMessages.Section(0x75, AmqpValues.Encode(new ReadOnlyMemory<byte>(bytes)))),
        AmqpValues.Any.List[0, 3].Select(items => BadMessages.Section(0x76, AmqpValues.Encode(new AmqpList(items)))),
        AmqpValues.Any.Select(value => BadMessages.Section(0x77, AmqpValues.Encode(value))));

    public static Gen<byte[]> Any { get; } = Gen.Select(Map(0x72, name => new Symbol(name)), Properties, Map(0x74, name => name), Body)
        .Select((annotations, properties, application, body) => (byte[])[.. annotations, .. properties, .. application, .. body]);

    private static Gen<byte[]> Map(byte section, Func<string, object> toKey) => AmqpValues.Any.List[0, 3].Select(values =>
        BadMessages.Section(section, AmqpValues.Encode(new AmqpMap([.. values.Select((value, i) => KeyValuePair.Create((object?)toKey("k" + i), value))]))));
}
