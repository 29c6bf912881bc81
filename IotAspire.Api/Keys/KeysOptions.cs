namespace IotAspire.Api.Keys;

/// <summary>Configuration section <c>Keys</c>.</summary>
internal sealed class KeysOptions
{
    public const string Section = "Keys";

    /// <summary>Who needs an API key.</summary>
    public KeyRule Required { get; set; } = KeyRule.ExceptLocalDevelopment;

    /// <summary>Whether who asks this needs no key.</summary>
    public bool IsOpenTo(HttpContext http, IHostEnvironment environment) => Required switch
    {
        KeyRule.Never => true,
        KeyRule.Always => false,
        _ => environment.IsDevelopment() && LocalDevelopment.IsLocal(http),
    };
}

/// <summary>Who needs an API key.</summary>
internal enum KeyRule
{
    /// <summary>Everybody but who calls from the machine itself while the environment is Development.</summary>
    ExceptLocalDevelopment,

    /// <summary>Everybody.</summary>
    Always,

    /// <summary>Nobody; for an API behind something that lets in only whom it knows.</summary>
    Never,
}
