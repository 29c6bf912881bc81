using IotAspire.Tests.Support;

namespace IotAspire.Tests.EventHubs.Emulator.Conformance;

/// <summary>The JavaScript SDK, unchanged, finds everything as in Azure.</summary>
public sealed class JavaScriptConformanceTests(JavaScriptSdk sdk) : IClassFixture<JavaScriptSdk>
{
    private const int ManyRounds = 60;
    private const int FewRounds = 5;

    public static TheoryData<string> Names => [.. ConformanceCases.JavaScript];

    [Theory]
    [Trait("Category", "Foreign")]
    [MemberData(nameof(Names))]
    public Task Case(string name) => sdk.OutcomeAsync(name, ConformanceCases.JavaScript, FewRounds);

    [Fact]
    [Trait("Category", "Foreign")]
    public async Task The_scripts_know_exactly_the_cases_of_the_table()
    {
        Assert.Equal(ConformanceCases.JavaScript.Order(StringComparer.Ordinal), (await sdk.CasesAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    [Trait("Category", "Soak")]
    public Task Closing_in_mid_flow_again_and_again_never_hangs() =>
        sdk.PlayAsync(ConformanceCases.ClosingInMidFlow, Soak.Rounds(ManyRounds), TimeSpan.FromMinutes(5));
}
