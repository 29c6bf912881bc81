using System.ComponentModel.DataAnnotations;

namespace IotAspire.Api.Limits;

/// <summary>Configuration section <c>Cors</c>.</summary>
internal sealed class OriginsOptions : IValidatableObject
{
    public const string Section = "Cors";
    public const string Any = "*";

    /// <summary>Sites whose pages may call the API from a browser, as <c>https://dashboards.example</c>; <c>*</c>: any. Default: none.</summary>
    public string[] Origins { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Origins.Index()
        .Where(origin => !IsOrigin(origin.Item))
        .Select(origin => new ValidationResult($"is \"{origin.Item}\", must be an origin without a path, such as https://dashboards.example, or {Any}", [$"{nameof(Origins)}:{origin.Index}"]));

    private static bool IsOrigin(string text) => text == Any
        || (Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
            && uri.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase));
}
