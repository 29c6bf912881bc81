namespace IotAspire.EventHubs.Emulator.Codec;

/// <summary>Types of values, as far as a message's sections tell them apart. A described value is both: that and its own type.</summary>
[Flags]
internal enum ValueKinds
{
    Null = 0x1,
    Boolean = 0x2,
    UByte = 0x4,
    UInt = 0x8,
    ULong = 0x10,
    Timestamp = 0x20,
    Uuid = 0x40,
    Binary = 0x80,
    String = 0x100,
    Symbol = 0x200,

    /// <summary>A simple type that no field of a section has.</summary>
    Other = 0x400,
    List = 0x800,
    Map = 0x1000,
    Array = 0x2000,
    Described = 0x4000,

    Text = String | Symbol,
    Simple = Null | Boolean | UByte | UInt | ULong | Timestamp | Uuid | Binary | Text | Other,
    Any = Simple | List | Map | Array | Described,
    AnyButNull = Any & ~Null,
}
