using System.Collections;
using Microsoft.Extensions.Configuration;

namespace IotAspire.ServiceDefaults;

/// <summary>A section of the configuration, and what in it can't be read as the properties of an options type.</summary>
internal sealed class SettingsSection
{
    private readonly IConfigurationSection _section;
    private readonly HashSet<string> _unreadable = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _errors = [];

    public SettingsSection(IConfigurationSection section, Type options)
    {
        _section = section;
        Check(section, options);
    }

    /// <summary>One for each value that can't be read, with its full name and what is allowed.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Sets the properties; those whose values can't be read keep their defaults.</summary>
    public void Bind(object options)
    {
        if (_unreadable.Count == 0)
        {
            _section.Bind(options);
            return;
        }

        var readable = _section.AsEnumerable().Where(setting => setting.Value is not null && !_unreadable.Contains(setting.Key));
        new ConfigurationBuilder().AddInMemoryCollection(readable).Build().GetSection(_section.Path).Bind(options);
    }

    private void Check(IConfigurationSection section, Type options)
    {
        foreach (var property in options.GetProperties().Where(property => property.SetMethod is { IsPublic: true }))
        {
            var (setting, type) = (section.GetSection(property.Name), property.PropertyType);
            if (SettingText.IsText(type))
                Check(setting, setting.Value, type);
            else if (!type.IsAssignableTo(typeof(IEnumerable)))
                Check(setting, type);
        }
    }

    private void Check(IConfigurationSection setting, string? text, Type type)
    {
        if (text is null || SettingText.FindFault(text, type) is not { } allowed)
            return;
        _unreadable.Add(setting.Path);
        _errors.Add($"{setting.Path} is \"{text}\", must be {allowed}.");
    }
}
