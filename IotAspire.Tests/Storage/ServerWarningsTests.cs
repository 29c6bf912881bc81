using IotAspire.Storage.Ingest;

namespace IotAspire.Tests.Storage;

public sealed class ServerWarningsTests
{
    [Theory]
    [InlineData("Duplicate entry '17-2026-11-23 12:00:00.000001' for key 'PRIMARY'")]
    [InlineData("Duplicate entry '17-2026-11-23 12:00:00.000001' for key 'readings.PRIMARY'")]
    [InlineData("Doppelter Eintrag '17-2026-11-23 12:00:00.000001' für Schlüssel 'PRIMARY'")]
    public void The_key_is_read_whatever_the_language(string warning)
    {
        Assert.True(ServerWarnings.TryReadKey(warning, out var key));
        Assert.Equal(new(17, Batches.Noon.AddTicks(10)), key);
    }

    [Theory]
    [InlineData("")]
    [InlineData("'")]
    [InlineData("'17-2026'")]
    [InlineData("'-1-2026-11-23 12:00:00.000001'")]
    [InlineData("'17-2026-11-23 12:00:00.00000x'")]
    public void Another_text_is_no_key(string warning) => Assert.False(ServerWarnings.TryReadKey(warning, out _));
}
