using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IotAspire.ServiceDefaults;

/// <summary>Options that are read from the configuration.</summary>
public static class SettingsRegistration
{
    /// <summary>
    /// Binds options to a section and checks them at start. Every value that can't be read is an error in addition to those that validators
    /// find, where the runtime's own binding stops at the first. Times are hours, minutes and seconds: the runtime takes 10 for ten
    /// days, which nobody means.
    /// </summary>
    /// <param name="services">The host's.</param>
    /// <param name="section">Name of the section.</param>
    public static void AddSettings<TOptions>(this IServiceCollection services, string section)
        where TOptions : class
    {
        services.AddOptions<TOptions>()
            .Configure<IConfiguration>((options, configuration) => new SettingsSection(configuration.GetSection(section), typeof(TOptions)).Bind(options))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<TOptions>>(provider =>
            new SettingsCheck<TOptions>(new(provider.GetRequiredService<IConfiguration>().GetSection(section), typeof(TOptions))));
    }

    private sealed class SettingsCheck<TOptions>(SettingsSection section) : IValidateOptions<TOptions>
        where TOptions : class
    {
        public ValidateOptionsResult Validate(string? name, TOptions options) =>
            section.Errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(section.Errors);
    }
}
