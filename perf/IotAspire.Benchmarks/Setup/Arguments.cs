using System.Globalization;

namespace IotAspire.Benchmarks.Setup;

/// <summary>Options of the form <c>--name value</c>; one that no benchmark asks for is an error.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _values = [];

    public Arguments(string[] args)
    {
        for (var i = 0; i < args.Length; i += 2)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == args.Length)
                throw new ArgumentException($"{args[i]}: options are pairs, --name value");
            _values[args[i][2..]] = args[i + 1];
        }
    }

    public string Text(string name, string otherwise) => _values.Remove(name, out var value) ? value : otherwise;

    public int Number(string name, int otherwise) =>
        _values.Remove(name, out var value) ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;

    public double Percent(string name) =>
        _values.Remove(name, out var value) ? double.Parse(value, CultureInfo.InvariantCulture) / 100 : 0;

    /// <summary>Call it when all are read.</summary>
    public void RequireNoOther()
    {
        if (_values.Count > 0)
            throw new ArgumentException($"unknown option: {string.Join(", ", _values.Keys.Select(name => $"--{name}"))}");
    }
}
