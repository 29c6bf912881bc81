namespace IotAspire.Benchmarks;

/// <summary>A measurement that a command starts; it prints its figures to standard output.</summary>
/// <param name="Name">The command's word, such as <c>hub-in</c>.</param>
/// <param name="Measures">What is measured, in a line.</param>
/// <param name="Run">Runs it with the options that follow the name.</param>
internal sealed record Benchmark(string Name, string Measures, Func<string[], CancellationToken, Task> Run);
