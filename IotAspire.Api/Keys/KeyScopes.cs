namespace IotAspire.Api.Keys;

/// <summary>What a key may do.</summary>
[Flags]
internal enum KeyScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Ask for data.</summary>
    Read = 1,

    /// <summary>Remove sensors.</summary>
    Write = 2,

    /// <summary>See the pipeline and what came and isn't a reading.</summary>
    Operate = 4,

    /// <summary>Everything.</summary>
    All = Read | Write | Operate,
}

/// <summary>The scope that an endpoint asks for.</summary>
internal sealed record NeededScope(KeyScopes Scope);

/// <summary>Scopes as text, such as <c>read,operate</c>.</summary>
internal static class KeyScopeText
{
    /// <summary>The name of the claim, of which a caller has one for each scope.</summary>
    public const string Claim = "scope";

    private static readonly (KeyScopes Scope, string Name)[] Names = [(KeyScopes.Read, "read"), (KeyScopes.Write, "write"), (KeyScopes.Operate, "operate")];

    /// <summary>All names, for messages.</summary>
    public static string AllNames { get; } = Of(KeyScopes.All);

    public static string Of(KeyScopes scopes) => string.Join(',', NamesOf(scopes));

    public static IEnumerable<string> NamesOf(KeyScopes scopes) => Names.Where(name => scopes.HasFlag(name.Scope)).Select(name => name.Name);

    /// <returns>None where a name isn't one of a scope.</returns>
    public static KeyScopes Parse(string? text)
    {
        var scopes = (text ?? "").Split(',').Select(name => Names.FirstOrDefault(known => known.Name == name).Scope).ToList();
        return scopes.Contains(KeyScopes.None) ? KeyScopes.None : scopes.Aggregate((all, scope) => all | scope);
    }
}
