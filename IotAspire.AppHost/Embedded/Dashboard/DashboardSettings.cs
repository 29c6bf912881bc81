using System.Collections;
using System.Globalization;
using IotAspire.LocalDashboard;

namespace IotAspire.AppHost.Embedded.Dashboard;

/// <summary>The dashboard's options out of the command line and, where Aspire has a name for it, of the environment.</summary>
internal static class DashboardSettings
{
    public const string Usage = """
          --no-dashboard         run without the dashboard
          --dashboard-port <n>   where the dashboard listens (default: 15080)
          --dashboard-token <t>  what the browser has to show instead of a random token; also ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN
          --dashboard-unsecured  no token; also ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS=true
          --dashboard-spans <n>  how many spans the dashboard keeps (default: 50000)
          --dashboard-lines <n>  how many log lines of each resource it keeps (default: 5000)
        """;

    /// <summary>As Aspire's dashboard has it. The services needn't know it.</summary>
    public const string TokenVariable = "ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN";

    public const string Off = "--no-dashboard";
    public const string Unsecured = "--dashboard-unsecured";

    private const string UnsecuredVariable = "ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS";
    private const string Port = "--dashboard-port";
    private const string Token = "--dashboard-token";
    private const string Spans = "--dashboard-spans";
    private const string Lines = "--dashboard-lines";

    public static IEnumerable<string> OptionsWithValue => [Port, Token, Spans, Lines];

    /// <summary>Everything that is wrong with the values, in the command line's own words.</summary>
    public static IEnumerable<string> Errors(IReadOnlyDictionary<string, string> values, IDictionary environment)
    {
        foreach (var (name, minimum, maximum) in new[] { (Port, 1, 65_535), (Spans, 1, 1_000_000), (Lines, 1, 100_000) })
        {
            if (values.TryGetValue(name, out var text) && !(Number(text) is { } number && number >= minimum && number <= maximum))
                yield return string.Create(CultureInfo.InvariantCulture, $"{name} is {text}, must be a whole number from {minimum} to {maximum}.");
        }

        foreach (var (name, token) in new[] { (Token, values.GetValueOrDefault(Token)), (TokenVariable, environment[TokenVariable] as string) })
        {
            if (token is { Length: > 0 and < LocalDashboardOptions.ShortestToken })
                yield return $"{name} must have at least {LocalDashboardOptions.ShortestToken} characters.";
        }

        if (values.ContainsKey(Off) && values.Keys.FirstOrDefault(name => name.StartsWith("--dashboard", StringComparison.Ordinal)) is { } other)
            yield return $"{Off} and {other} contradict each other.";
        if (values.ContainsKey(Unsecured) && values.ContainsKey(Token))
            yield return $"{Unsecured} and {Token} contradict each other.";
    }

    /// <summary>The options; null for no dashboard.</summary>
    /// <param name="values">The command line; it, and the environment, without errors.</param>
    /// <param name="environment">The AppHost's environment.</param>
    public static LocalDashboardOptions? Read(IReadOnlyDictionary<string, string> values, IDictionary environment)
    {
        if (values.ContainsKey(Off))
            return null;
        var defaults = new LocalDashboardOptions();
        return new()
        {
            Port = Of(Port, defaults.Port),
            Token = values.GetValueOrDefault(Token) ?? (environment[TokenVariable] is string { Length: > 0 } token ? token : null),
            AllowAnonymous = values.ContainsKey(Unsecured) || (!values.ContainsKey(Token) && "true".Equals(environment[UnsecuredVariable] as string, StringComparison.OrdinalIgnoreCase)),
            MaximumSpans = Of(Spans, defaults.MaximumSpans),
            MaximumLogLines = Of(Lines, defaults.MaximumLogLines),
            TelemetryElsewhere = TelemetryTarget.ElsewhereIn(environment),
        };

        int Of(string name, int byDefault) => values.TryGetValue(name, out var text) ? Number(text)!.Value : byDefault;
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
