using IotAspire.Api.Times;
using Microsoft.Extensions.Primitives;

namespace IotAspire.Api.Hosting;

/// <summary>What a caller reads whose parameter can't be read at all.</summary>
internal static class BindingFailure
{
    public static string Describe(Type type, string name, StringValues attempted)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var allowed = type == typeof(DateTime) ? InstantText.Form
            : type == typeof(int) || type == typeof(ulong) ? "a whole number"
            : type == typeof(double) ? NumberParameter.Form
            : type == typeof(bool) ? "true or false"
            : $"a {type.Name}";
        return $"\"{attempted}\" must be {allowed}.";
    }
}
