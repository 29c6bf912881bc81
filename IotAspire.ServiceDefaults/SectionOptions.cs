using System.Collections;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IotAspire.ServiceDefaults;

/// <summary>Options that are a section of the configuration.</summary>
public static class SectionOptions
{
    /// <summary>
    /// Binds options to a section and validates them at start: by the attributes of their properties and, if they are an
    /// <see cref="IValidatableObject"/>, by their own rules. Every unknown setting and every value that can't be read is an error, too.
    /// Times are hours, minutes and seconds.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="section">The name of the section.</param>
    // Not BindConfiguration: it stops at the first error, its messages name neither an unknown setting's place nor what is allowed, and "10"
    // is ten days to it.
    public static void AddSectionOptions<TOptions>(this IServiceCollection services, string section)
        where TOptions : class, new()
    {
        services.AddOptions<TOptions>()
            .Configure<IConfiguration>((options, configuration) => Bind(configuration.GetSection(section), options))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<TOptions>>(provider => new Validation<TOptions>(provider.GetRequiredService<IConfiguration>().GetSection(section)));
    }

    /// <summary>The rules that the values break, each with the setting's full name, its value and what is allowed.</summary>
    internal static IEnumerable<string> FindErrors(string section, object options)
    {
        foreach (var property in Settings(options))
        {
            var (name, value) = ($"{section}:{property.Name}", property.GetValue(options));
            if (value is not null && IsSection(property.PropertyType))
            {
                foreach (var error in FindErrors(name, value))
                    yield return error;
            }

            foreach (var rule in property.GetCustomAttributes<ValidationAttribute>().Where(rule => !rule.IsValid(value)))
                yield return FormattableString.Invariant($"{name} is {(value is string ? $"\"{value}\"" : value)}, {Allowed(rule, property.Name)}.");
        }

        foreach (var result in (options as IValidatableObject)?.Validate(new(options)) ?? [])
            yield return $"{section}:{result.MemberNames.First()} {result.ErrorMessage}.";
    }

    // Returns what can't be read; the properties concerned keep their defaults.
    private static List<string> Bind(IConfigurationSection section, object options)
    {
        var settings = Settings(options).ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        var errors = new List<string>();
        foreach (var setting in section.GetChildren())
        {
            if (!settings.TryGetValue(setting.Key, out var property))
                errors.Add($"{setting.Path} doesn't exist; these do: {string.Join(", ", settings.Keys)}.");
            else if (IsSection(property.PropertyType))
                errors.AddRange(Bind(setting, property.GetValue(options)!));
            else if (TryRead(setting, property.PropertyType, out var value))
                property.SetValue(options, value);
            else
                errors.Add($"{section.Path}:{property.Name} is \"{setting.Value}\", must be {Allowed(property.PropertyType)}.");
        }

        return errors;
    }

    private static bool TryRead(IConfigurationSection setting, Type type, out object? value)
    {
        value = null;
        if (IsText(type) && setting.Value is null)
            return false;
        type = Nullable.GetUnderlyingType(type) is { } plain && setting.Value is not { Length: 0 } ? plain : type;
        if (type == typeof(TimeSpan) && setting.Value!.Count(sign => sign == ':') != 2)
            return false;
        try
        {
            value = setting.Get(type);
            return value is not Enum || Enum.IsDefined(type, value);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string Allowed(ValidationAttribute rule, string name) =>
        rule is RangeAttribute range ? FormattableString.Invariant($"must be from {range.Minimum} to {range.Maximum}") : rule.FormatErrorMessage(name);

    private static string Allowed(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        { IsEnum: true } words => $"one of {string.Join(", ", Enum.GetNames(words))}",
        var plain when plain == typeof(TimeSpan) => "hours, minutes and seconds, as 00:00:10, with days as 1.00:00:00",
        var plain when plain == typeof(bool) => "true or false",
        var plain when plain == typeof(double) => "a number, as 0.5",
        _ => "a whole number",
    };

    private static IEnumerable<PropertyInfo> Settings(object options) => options.GetType().GetProperties().Where(property => property.SetMethod is { IsPublic: true });

    private static bool IsText(Type type) => TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string));

    private static bool IsSection(Type type) => !IsText(type) && !type.IsAssignableTo(typeof(IEnumerable));

    private sealed class Validation<TOptions>(IConfigurationSection section) : IValidateOptions<TOptions>
        where TOptions : class, new()
    {
        public ValidateOptionsResult Validate(string? name, TOptions options)
        {
            // Bound again for its errors only; the options may have been changed since.
            List<string> errors = [.. Bind(section, new TOptions()), .. FindErrors(section.Path, options)];
            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }
}
