using System.Diagnostics;
using IotAspire.ServiceDefaults;
using IotAspire.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace IotAspire.Tests.ServiceDefaults;

[Collection(RunsAlone.Name)]
public sealed class SamplingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("always", null, "OTEL_TRACES_SAMPLER is always, must be one of always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off, parentbased_traceidratio")]
    [InlineData("traceidratio", "10%", "OTEL_TRACES_SAMPLER_ARG is 10%, must be from 0 to 1, such as 0.1 for a tenth of the traces.")]
    [InlineData("parentbased_traceidratio", "1.5", "OTEL_TRACES_SAMPLER_ARG is 1.5, must be from 0 to 1, such as 0.1 for a tenth of the traces.")]
    [InlineData("TraceIdRatio", "NaN", "OTEL_TRACES_SAMPLER_ARG is NaN, must be from 0 to 1, such as 0.1 for a tenth of the traces.")]
    public void What_the_sdk_would_ignore_stops_the_start(string sampler, string? argument, string expected)
    {
        using var host = Build(sampler, argument, new());

        var failure = Assert.Throws<OptionsValidationException>(host.Services.GetRequiredService<IStartupValidator>().Validate);

        // The half for containers knows more samplers, which follow.
        Assert.StartsWith(expected, Assert.Single(failure.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, 1000, 1000)]
    [InlineData("", "", 1000, 1000)]
    [InlineData("always_on", "nonsense of another sampler", 1000, 1000)]
    [InlineData("ALWAYS_OFF", null, 0, 0)]
    [InlineData("traceidratio", null, 1000, 1000)]
    [InlineData("parentbased_traceidratio", "0.5", 350, 650)]
    public async Task As_many_traces_are_kept_as_the_standard_variables_say(string? sampler, string? argument, int least, int most)
    {
        var name = $"IotAspire.Sampling.{Guid.NewGuid():N}";
        using var source = new ActivitySource(name);
        var telemetry = new RecordedTelemetry();
        using var host = Build(sampler, argument, telemetry);
        host.Services.GetRequiredService<IStartupValidator>().Validate();
        await host.StartAsync(Token);
        for (var i = 0; i < 1000; i++)
            source.StartActivity("one")?.Dispose();
        await host.StopAsync(Token);

        Assert.InRange(telemetry.Spans.Count(span => span.Source == name), least, most);
    }

    private static IHost Build(string? sampler, string? argument, RecordedTelemetry telemetry)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["OTEL_TRACES_SAMPLER"] = sampler;
        builder.Configuration["OTEL_TRACES_SAMPLER_ARG"] = argument;
        builder.AddTelemetry();
        telemetry.AddTo(builder.Services);
        return builder.Build();
    }
}
