using IotAspire.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace IotAspire.Api.Limits;

/// <summary>Configuration section <c>Cors</c>.</summary>
internal sealed class OriginsOptions
{
    public const string Section = "Cors";
    public const string Any = "*";

    /// <summary>Sites whose pages may call the API from a browser, as <c>https://dashboards.example</c>; <c>*</c>: any. Default: none.</summary>
    public string[] Origins { get; set; } = [];
}

internal sealed class OriginsOptionsValidator : IValidateOptions<OriginsOptions>
{
    public ValidateOptionsResult Validate(string? name, OriginsOptions options)
    {
        var errors = new OptionsErrors(OriginsOptions.Section);
        for (var i = 0; i < options.Origins.Length; i++)
            errors.Require(IsOrigin(options.Origins[i]), $"{nameof(options.Origins)}:{i}", $"is \"{options.Origins[i]}\", must be an origin such as https://dashboards.example, without path, or {OriginsOptions.Any}");
        return errors.Result;
    }

    private static bool IsOrigin(string text) => text == OriginsOptions.Any
        || (Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
            && uri.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase));
}
