using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace IotAspire.ServiceDefaults;

/// <summary>
/// Makes a value that the runtime's binding can't read an error of its options among others: alone it would end the start before the
/// other sections are looked at. For options of libraries; those of services go through <see cref="SettingsRegistration"/>.
/// </summary>
internal static class UnreadableSettings
{
    public static void AddUnreadableSettings(this IServiceCollection services) =>
        services.Replace(ServiceDescriptor.Transient(typeof(IOptionsFactory<>), typeof(Factory<>)));

    /// <summary>What the exception says of the configuration, if it comes from binding; the message names place and type.</summary>
    public static string? Find(Exception exception) =>
        exception is InvalidOperationException { InnerException: ArgumentException or FormatException or OverflowException } ? exception.Message : null;

    private sealed class Factory<TOptions>(
        IEnumerable<IConfigureOptions<TOptions>> setups, IEnumerable<IPostConfigureOptions<TOptions>> postConfigures, IEnumerable<IValidateOptions<TOptions>> validations)
        : IOptionsFactory<TOptions>
        where TOptions : class
    {
        private readonly OptionsFactory<TOptions> _inner = new(setups, postConfigures, validations);

        public TOptions Create(string name)
        {
            try
            {
                return _inner.Create(name);
            }
            catch (InvalidOperationException exception) when (Find(exception) is { } error)
            {
                throw new OptionsValidationException(name, typeof(TOptions), [error]);
            }
        }
    }
}
