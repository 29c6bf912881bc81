using System.Globalization;
using Microsoft.Extensions.Options;

namespace IotAspire.ServiceDefaults;

/// <summary>Collects what is wrong with an options section, each error with the setting's full name and what is allowed.</summary>
/// <param name="section">Name of the section.</param>
public sealed class OptionsErrors(string section)
{
    private readonly List<string> _errors = [];

    /// <summary>Success, or every error found.</summary>
    public ValidateOptionsResult Result => _errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_errors);

    /// <summary>Requires a value from <paramref name="minimum"/> to <paramref name="maximum"/>.</summary>
    public OptionsErrors Range<T>(string setting, T value, T minimum, T maximum)
        where T : IComparable<T>, IFormattable => Require(
            value.CompareTo(minimum) >= 0 && value.CompareTo(maximum) <= 0,
            setting,
            string.Create(CultureInfo.InvariantCulture, $"is {value}, must be from {minimum} to {maximum}"));

    /// <summary>Requires a condition.</summary>
    /// <param name="isMet">The condition.</param>
    /// <param name="setting">The setting, below the section.</param>
    /// <param name="allowed">What is allowed.</param>
    public OptionsErrors Require(bool isMet, string setting, string allowed)
    {
        if (!isMet)
            _errors.Add($"{section}:{setting} {allowed}.");
        return this;
    }
}
