using IotAspire.AppHost.Embedded.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace IotAspire.Tests.AppHost.Embedded;

public sealed class HealthProbeTests
{
    private static readonly Task<int> Running = new TaskCompletionSource<int>().Task;

    [Fact]
    public async Task It_waits_until_the_service_is_healthy()
    {
        var asked = 0;
        await using var service = await StartAsync(() => ++asked < 3 ? Results.Text("Unhealthy", statusCode: 503) : Results.Ok());
        using var probe = new HealthProbe(TimeProvider.System);

        Assert.Null(await probe.WaitAsync(Url(service), Running, TestContext.Current.CancellationToken));
        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task A_process_that_ended_is_not_waited_for()
    {
        using var probe = new HealthProbe(TimeProvider.System);

        var reason = await probe.WaitAsync(new Uri("http://127.0.0.1:1/health"), Task.FromResult(3), TestContext.Current.CancellationToken);
        Assert.StartsWith("ended with code 3 before it was healthy", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_the_deadline_it_says_what_the_service_last_said()
    {
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(25) };
        await using var service = await StartAsync(() => Results.Text("no database", statusCode: 503));
        using var probe = new HealthProbe(time);

        var waiting = probe.WaitAsync(Url(service), Running, TestContext.Current.CancellationToken);
        while (!waiting.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.EndsWith("/health said: 503 no database", await waiting, StringComparison.Ordinal);
    }

    private static Uri Url(WebApplication service) => new($"{service.Urls.Single()}/health");

    private static async Task<WebApplication> StartAsync(Func<IResult> answer)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var service = builder.Build();
        service.MapGet("/health", answer);
        await service.StartAsync(TestContext.Current.CancellationToken);
        return service;
    }
}
