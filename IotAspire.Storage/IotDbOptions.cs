using IotAspire.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace IotAspire.Storage;

/// <summary>The one setting of the database, from <c>ConnectionStrings:iotdb</c>.</summary>
internal sealed class IotDbOptions
{
    public string? ConnectionString { get; set; }
}

internal sealed class ConfigureIotDbOptions(IConfiguration configuration) : IConfigureOptions<IotDbOptions>, IValidateOptions<IotDbOptions>
{
    public void Configure(IotDbOptions options) => options.ConnectionString = configuration.GetConnectionString(ResourceNames.IotDb);

    public ValidateOptionsResult Validate(string? name, IotDbOptions options)
    {
        var errors = IotDbConnectionString.FindErrors(options.ConnectionString);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
